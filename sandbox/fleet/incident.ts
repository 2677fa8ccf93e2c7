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

/** The permission fix that a rebuild lost: its image is newer than the fix, the files in it are older. */
export const codexCommits: DemoCommit[] = [
  { day: '2026-03-25', file: 'codex/server.py', message: 'serve the handbook' },
  {
    day: '2026-03-29',
    file: 'codex/config.py',
    message: 'write the configuration readable by its owner only',
  },
];
export const codexImage = {
  built: '2026-03-29T20:05:00Z',
  layers: [
    { created: '2026-03-29T20:05:00Z', created_by: 'CMD ["python3" "-m" "codex"]', size: 0 },
    { created: '2026-03-25T19:00:00Z', created_by: 'COPY dir:c0dec in /app ', size: 48_211 },
    { created: '2026-03-25T19:00:00Z', created_by: 'WORKDIR /app', size: 0 },
  ],
};

/** The image of the relay that fails its health check: nothing is wrong with it. */
export const relayImage = {
  built: '2026-03-25T18:30:00Z',
  layers: [
    { created: '2026-03-25T18:30:00Z', created_by: 'CMD ["node" "relay.mjs"]', size: 0 },
    { created: '2026-03-25T18:29:00Z', created_by: 'COPY dir:7e1a in /app ', size: 9120 },
  ],
};
