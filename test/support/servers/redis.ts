import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { which } from '../machines/system.ts';

/** A server of a test's own, in a temporary folder, on a free port of the loopback interface. */
export type DatabaseServer = {
  /** as STATE_URL takes it */
  url: string;
  port: number;
  /** Ends it as a crash would (SIGKILL); what it has confirmed is on its disk. */
  kill(): Promise<void>;
  /** Starts it again, on the same port and data. */
  start(): Promise<void>;
  /** Stops answering without closing a connection (SIGSTOP), and goes on (SIGCONT). */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
};

const HERE = { address: '127.0.0.1', within: [] as string[] };

/** @param flags of redis-server, such as `['--requirepass', 'x']`. @param place where it listens, and what runs it there */
export async function startRedis(flags: string[] = [], place = HERE): Promise<DatabaseServer> {
  const folder = mkdtempSync(join(tmpdir(), 'dw-redis-'));
  const port = await freePort();
  let server: ChildProcess;
  async function start() {
    const args = ['--port', String(port), '--bind', place.address, '--dir', folder, '--save', ''];
    args.push('--appendonly', 'yes', '--appendfsync', 'always', ...flags);
    const [program = '', ...rest] = [...place.within, which('redis-server') ?? 'redis-server', ...args];
    server = spawn(program, rest, { stdio: 'ignore' });
    await listening(port, server, place.address);
  }
  async function kill() {
    await killed(server);
  }
  await start();
  return {
    url: `redis://${place.address}:${port}`,
    port,
    kill,
    start,
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    async stop() {
      await kill();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Ends a process and waits for it, in whatever state it is. */
export async function killed(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGKILL');
  await ended;
}

/** Waits until the port takes connections. */
export async function listening(port: number, server: ChildProcess, address = '127.0.0.1'): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (server.exitCode !== null) throw new Error(`${server.spawnfile} ended with ${server.exitCode}`);
    const socket = connect(port, address);
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
    await pause(50);
  }
  throw new Error(`${server.spawnfile} does not listen`);
}
