/** The facts that show which commit runs, and its position on the branch. */
export const commitFacts = [
  'local_health',
  'health',
  'checkout',
  'containers',
  'repository',
  'running_commit',
] as const;

const head = 'b9d1e44c0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const running = 'a3f8c21d9e0b4f6a7c8d1e2f3a4b5c6d7e8f9a0b';

/** Two commits, 4 and 2 apart. */
export const exampleCommits = {
  expected: head,
  actual: running,
  evidence: {
    running: { sha: running, date: '2026-03-27T10:00:00.000Z', subject: 'skip binary files', url: null },
    head: { sha: head, date: '2026-03-29T10:00:00.000Z', subject: 'reindex logic updated', url: null },
    commits_behind: 4,
    commits_ahead: 2,
  },
};
