// Packages and globals that not every room has a business with.

export const clientLibraries = [
  'ssh2',
  'undici',
  '@octokit/*',
  '!@octokit/webhooks-methods',
  'keyv',
  '@keyv/*',
];
export const queues = ['bullmq', 'ioredis'];
const servers = ['node-cron', 'pino', 'commander', 'hono', '@hono/*', 'prom-client'];
export const discordLibraries = ['discord.js', '@discordjs/*'];
export const impureGlobals = [
  'process',
  'fetch',
  'Date',
  'setTimeout',
  'setInterval',
  'performance',
  'console',
];

export type Pattern = { group: string[]; message: string; allowTypeImports?: true };

/** What a pure room has no business with. */
export const inPure: Pattern[] = [
  {
    group: ['node:*', '!node:crypto', ...clientLibraries, ...servers, ...queues],
    message: 'This room is pure: no IO.',
  },
  { group: ['discord.js'], message: 'This room is pure: no client.', allowTypeImports: true },
];
