import type { Commit, Standing } from '../../facts/release.ts';

/** The standing of the head itself. */
export function identical(head: Commit): Standing {
  const none = { oldest_missing: null, files: [], last_file: null, compare_url: null };
  return { state: 'identical', commit: head, behind: 0, ahead: 0, ...none };
}

export function stateOf(ahead: number, behind: number): 'identical' | 'behind' | 'ahead' | 'diverged' {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
