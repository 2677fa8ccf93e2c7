import type { DemoCommit } from './repository.ts';

// The scene of 29 March 2026, as the lesson tells it.

export const akashicCommits: DemoCommit[] = [
  { day: '2026-03-20', file: 'akashic/server.py', message: 'serve the index over HTTP' },
  { day: '2026-03-27', file: 'akashic/store.py', message: 'keep embeddings on disk' },
  { day: '2026-03-27', file: 'akashic/indexer.py', message: 'skip binary files' },
  { day: '2026-03-28', file: 'akashic/server.py', message: 'answer /health with the commit' },
  { day: '2026-03-28', file: 'Dockerfile', message: 'run as an unprivileged user' },
  { day: '2026-03-29', file: 'akashic/indexer.py', message: 'reindex logic updated' },
];
/** The commit that akashic-records still runs: four behind. */
export const akashicRunning = 1;

export const otherCommits: DemoCommit[] = [
  { day: '2026-03-18', file: 'main.py', message: 'first version' },
  { day: '2026-03-25', file: 'main.py', message: 'retry on a lost connection' },
];
