import type { Endpoint } from './manifest.ts';

/** Is it `health.tcp`: a port that takes connections, and nothing more? */
export function isTcp({ url }: Pick<Endpoint, 'url'>): boolean {
  return url.startsWith('tcp:');
}
