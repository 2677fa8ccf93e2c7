import type { Manifest } from './manifest.ts';

/** The sites that a manifest names, each once. */
export function sitesIn({ machines }: Pick<Manifest, 'machines'>): string[] {
  return [...new Set(machines.flatMap(({ site }) => site ?? []))];
}
