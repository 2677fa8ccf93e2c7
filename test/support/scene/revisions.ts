import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitAt } from '../probes/checkout-scene.ts';
import { createRepository } from '../repositories.ts';
import { plant } from './planting.ts';
import type { Planted } from './planting.ts';

const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;
const days = (count: number) => secondsAgo(count * 86_400) * 1000;

/** What runs, held against a branch: by what /health says, and by the checkout that it runs from. */
export async function plantRevisions(folder: string): Promise<Planted[]> {
  const repository = await createRepository(join(folder, 'revisions.git'), [
    { name: 'first', date: days(5), message: 'first' },
    { name: 'head', date: days(3), message: 'second' },
    { name: 'side', branch: 'side', parents: ['first'], date: days(4), message: 'aside' },
    { name: 'ahead', branch: 'next', parents: ['head'], date: days(2), message: 'not merged' },
  ]);
  const { first = '', head = '', side = '', ahead = '' } = repository.shas;
  const repo = repository.url;
  const runs = (version: string, uptime_seconds = 1) => ({ version, uptime_seconds });

  /** Cloned two days ago, and moved on since by a deployment. */
  function checkout(
    name: string,
    start: string,
    branch: string,
    moves: [ago: number, sha: string][],
  ): string {
    const at = join(folder, name);
    gitAt(folder, secondsAgo(172_800), 'clone', '--quiet', '--branch', branch, repository.folder, at);
    gitAt(at, secondsAgo(172_800), 'reset', '--quiet', '--hard', start);
    for (const [ago, sha] of moves) gitAt(at, secondsAgo(ago), 'reset', '--quiet', '--hard', sha);
    return at;
  }
  const dirty = checkout('dirty', head, 'main', []);
  appendFileSync(join(dirty, 'first.txt'), 'edited in place\n');
  const deployed = (name: string) => checkout(name, first, 'main', [[3600, head]]);

  return [
    plant('at-the-head', { repo, answer: runs(head) }),
    plant('head-in-short', { repo, answer: runs(head.slice(0, 7).toUpperCase()) }),
    plant('ahead', { repo, answer: runs(ahead), finds: { git_ahead: 'HIGH' } }),
    plant('diverged', { repo, answer: runs(side), finds: { git_diverged: 'HIGH' } }),
    plant('never-pushed', {
      repo,
      answer: runs('c0ffee12'.repeat(5)),
      finds: { git_unknown_commit: 'HIGH' },
    }),
    plant('semver-only', { repo, answer: runs('1.4.2'), finds: { version_unknown: 'HIGH' } }),
    plant('edited-build', { repo, answer: runs(`${head}-dirty`), finds: { dirty_build: 'HIGH' } }),
    plant('edited-checkout', { checkout: dirty, finds: { checkout_dirty: 'HIGH' } }),
    plant('branch-checkout', {
      checkout: checkout('off-branch', side, 'side', []),
      finds: { checkout_off_branch: 'HIGH' },
    }),
    plant('not-restarted', {
      checkout: deployed('not-restarted'),
      answer: { uptime_seconds: 7200 },
      finds: { restart_pending: 'HIGH' },
    }),
    plant('restarted', { repo, checkout: deployed('restarted'), answer: runs(head, 1800) }),
    plant('pinned-checkout', { repo, checkout: checkout('pinned', head, 'main', []), answer: runs(head) }),
    plant('lying-health', {
      repo,
      checkout: checkout('lying', first, 'main', []),
      answer: runs(head),
      finds: { version_mismatch: 'HIGH' },
    }),
  ];
}
