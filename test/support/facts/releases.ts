import type { Release } from '../../../src/facts/release.ts';
import type { Commit, BranchPosition } from '../../../src/facts/release.ts';
import { headSha, runningSha } from '../builders.ts';

export function aCommit(over: Partial<Commit> = {}): Commit {
  return {
    sha: headSha,
    date: '2026-03-29T09:12:00Z',
    subject: 'reindex logic updated',
    url: null,
    ...over,
  };
}

type Placed = Exclude<BranchPosition, { state: 'unknown_commit' }>;

/** The lesson's: four commits behind since two days. */
export function aPosition(over: Partial<Placed> = {}): Placed {
  return {
    state: 'behind',
    commit: aCommit({ sha: runningSha, date: '2026-03-27T08:00:00Z', subject: 'index faster' }),
    behind: 4,
    ahead: 0,
    oldest_missing: aCommit({ sha: 'c'.repeat(40), date: '2026-03-27T16:00:00Z', subject: 'first missing' }),
    files: ['src/indexer.py', 'README.md'],
    last_file: 'src/indexer.py',
    compare_url: null,
    ...over,
  };
}

export function aRelease(over: Partial<Release> = {}): Release {
  const head = over.head ?? aCommit();
  return { head, touched: head, positions: {}, named: {}, last_good_run: null, files: {}, ...over };
}
