import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createDocument } from '../../src/store/document.ts';
import { openState } from '../../src/store/open/open.ts';
import { testFolder } from '../support/machines/folder.ts';
import { startPostgres } from '../support/servers/postgres.ts';
import { startRedis } from '../support/servers/redis.ts';
import { lacks } from '../support/machines/system.ts';
import { backends } from '../support/store/backends.ts';

type Faulty = { url: string; break(): Promise<unknown>; mend(): Promise<unknown> };

const faults: [what: string, missing: boolean, start: () => Promise<Faulty>][] = [
  ['the disk of the state file is full', lacksMounts(), onSmallDisk],
  ['redis has no memory left', backends[1]![1](), () => redisWith(['maxmemory', '1'], ['maxmemory', '0'])],
  [
    'redis has lost its replicas',
    backends[1]![1](),
    () => redisWith(['min-replicas-to-write', '1'], ['min-replicas-to-write', '0']),
  ],
  ['postgres is read-only', backends[2]![1](), readOnlyPostgres],
];

describe.each(faults)('where %s', (_, missing, start) => {
  it.skipIf(missing)(
    'an update fails, what was kept stays as it was, and it goes on afterwards',
    async () => {
      const faulty = await start();
      const state = await openState(faulty.url, Date.now);
      onTestFinished(() => state.close());
      const document = createDocument({
        keyv: state.keyv('n'),
        key: 'text',
        schema: z.string(),
        empty: '',
        onBroken: () => expect.unreachable(),
      });
      const write = (text: string) => document.update(() => ({ value: text, result: text.length }));
      await write('before');
      await state.swap('lease', null, 'before');
      await faulty.break();
      for (let tries = 0; tries < 3; tries += 1) {
        await expect(write('x'.repeat(200_000))).rejects.toThrow(Error);
        expect(await document.read()).toBe('before');
      }
      await expect(state.swap('lease', 'before', 'x'.repeat(200_000))).rejects.toThrow(Error);
      expect(await state.peek('lease')).toBe('before');
      await faulty.mend();
      // A connection that PostgreSQL ended may still take one more.
      await expect.poll(() => write('after'.repeat(40_000))).toBe(200_000);
      expect(await state.swap('lease', 'before', 'after')).toBe(true);
      state.close();
      const again = await openState(faulty.url, Date.now);
      onTestFinished(() => again.close());
      expect(await again.keyv('n').get('text')).toBe('after'.repeat(40_000));
    },
    60_000,
  );
});

/** To make a full disk takes root. */
function lacksMounts(): boolean {
  if (lacks(['mount', 'mount'])) return true;
  return process.getuid?.() !== 0 || process.platform !== 'linux';
}

async function onSmallDisk(): Promise<Faulty> {
  const folder = await testFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'driftwatch-test', folder]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  const filler = join(folder, 'filler');
  return {
    url: `sqlite://${join(folder, 'state.sqlite')}`,
    async break() {
      const fill = () => {
        for (;;) writeFileSync(filler, 'x'.repeat(4096), { flag: 'a' });
      };
      expect(fill).toThrow('ENOSPC');
    },
    mend: async () => rmSync(filler),
  };
}

async function redisWith(bad: [string, string], good: [string, string]): Promise<Faulty> {
  const server = await startRedis();
  onTestFinished(() => server.stop());
  const set = async (pair: [string, string]) =>
    execFileSync('redis-cli', ['-p', String(server.port), 'CONFIG', 'SET', ...pair]);
  return { url: server.url, break: () => set(bad), mend: () => set(good) };
}

async function readOnlyPostgres(): Promise<Faulty> {
  const server = await startPostgres();
  onTestFinished(() => server.stop());
  async function set(value: string) {
    await server.admin(`ALTER DATABASE fleet SET default_transaction_read_only = ${value}`);
    // It counts for new sessions only.
    await server.admin(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'fleet'`);
  }
  return { url: server.url, break: () => set('on'), mend: () => set('off') };
}
