import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../servers/postgres.ts';
import { startRedis } from '../servers/redis.ts';
import { lacks } from '../machines/system.ts';

/** The three places that state may be kept in, each as a real one of the test's own. */
export const backends: [name: string, missing: () => boolean, start: () => Promise<Backend>][] = [
  ['sqlite', () => false, startFile],
  ['redis', () => lacks(['redis-server', 'redis-server']), startRedis],
  ['postgres', () => lacks(['initdb', 'postgresql'], ['postgres', 'postgresql']), startPostgres],
];

export type Backend = { url: string; stop(): Promise<void> };

async function startFile(): Promise<Backend> {
  const folder = mkdtempSync(join(tmpdir(), 'dw-state-'));
  return {
    url: `sqlite://${join(folder, 'state.sqlite')}`,
    async stop() {
      rmSync(folder, { recursive: true });
    },
  };
}
