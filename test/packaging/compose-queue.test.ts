import { execFileSync } from 'node:child_process';
import { Redis } from 'ioredis';
import { expect, it, onTestFinished } from 'vitest';
import { lacks } from '../support/machines/system.ts';
import { composedQueue } from '../support/packaging/compose-flags.ts';
import { lossOf, readSite } from '../support/sites/read.ts';
import { aQueue, aWorker, theBot } from '../support/sites/scene.ts';

it.skipIf(lacks(['redis-server', 'redis-server'], ['redis-cli', 'redis-tools']))(
  "compose.yaml's queue is healthy by its own check, carries a site, and takes no value that is larger than a message",
  async () => {
    const [, ...flags] = composedQueue.command;
    const queue = await aQueue(flags);
    const [, program, ...args] = composedQueue.healthcheck.test;
    const here = ['-p', String(queue.port), ...args];
    expect(execFileSync(program.replace('valkey', 'redis'), here, { encoding: 'utf8' })).toBe('PONG\n');
    aWorker(queue.url);
    await expect
      .poll(async () => lossOf(await readSite(theBot(queue.url).sites)), { timeout: 60_000 })
      .toBeNull();
    const redis = new Redis(queue.url, { retryStrategy: () => null });
    redis.on('error', () => {});
    onTestFinished(() => redis.disconnect());
    await expect(redis.set('large', 'x'.repeat(5 * 2 ** 20))).rejects.toThrow(
      /ECONNRESET|Connection is closed|EPIPE|invalid bulk length/,
    );
  },
);
