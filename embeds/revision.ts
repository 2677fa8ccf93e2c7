import { inert } from './escape.ts';

/** A commit as its first seven digits in code type, any other version as inert text; empty if not known. */
export function revision(sha: string | null): string {
  if (sha === null) return '';
  return /^[0-9a-f]{7,64}$/i.test(sha) ? `\`${sha.slice(0, 7)}\`` : inert(sha, 40);
}
