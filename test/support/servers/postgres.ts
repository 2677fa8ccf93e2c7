import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from './free-port.ts';
import { descendants, signalProcess } from '../machines/process-tree.ts';
import { killed, listening } from './redis.ts';
import type { DatabaseServer } from './redis.ts';
import { which } from '../machines/system.ts';

export type PostgresServer = DatabaseServer & {
  /** the state's user, who owns the database of `url` */
  user: { name: string; password: string };
  /** Runs a statement as superuser. */
  admin(sql: string): Promise<void>;
};

// PostgreSQL refuses root, so that root becomes nobody.
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'dw-postgres-'));
  if (nobody.uid) chownSync(folder, nobody.uid, nobody.gid);
  const data = join(folder, 'data');
  writeFileSync(join(folder, 'password'), 'admin-secret', { mode: 0o644 });
  const flags = ['--pgdata', data, '--username', 'admin', '--pwfile', join(folder, 'password')];
  flags.push('--auth', 'scram-sha-256', '--no-sync', '--locale', 'C', '--encoding', 'UTF8');
  execFileSync(which('initdb') ?? 'initdb', flags, { stdio: 'ignore', ...nobody });
  const port = await freePort();
  let server: ChildProcess;
  async function start() {
    const args = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', '', '-c', 'max_connections=20'];
    server = spawn(which('postgres') ?? 'postgres', args, { stdio: 'ignore', ...nobody });
    await listening(port, server);
    await ready();
  }
  /** It takes connections before it answers queries. */
  async function ready() {
    while (!(await admin('SELECT 1').then(() => true, unlessStarting)));
  }
  async function admin(sql: string) {
    const client = new Client({
      host: '127.0.0.1',
      port,
      user: 'admin',
      password: 'admin-secret',
      database: 'postgres',
    });
    client.on('error', () => {});
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  }
  /** The postmaster and its backends, which lead sessions of their own. */
  function signalAll(signal: NodeJS.Signals) {
    const backends = descendants(server.pid);
    server.kill(signal);
    backends.forEach((pid) => signalProcess(pid, signal));
  }
  async function kill() {
    if (server.exitCode === null && server.signalCode === null) signalAll('SIGKILL');
    await killed(server);
    rmSync(join(data, 'postmaster.pid'), { force: true });
  }
  await start();
  const user = { name: 'driftwatch', password: 'pa ss/w#rd' };
  await admin(`CREATE ROLE ${user.name} LOGIN PASSWORD '${user.password}'`);
  await admin(`CREATE DATABASE fleet OWNER ${user.name}`);
  return {
    url: `postgres://${user.name}:${encodeURIComponent(user.password)}@127.0.0.1:${port}/fleet`,
    port,
    user,
    admin,
    kill,
    start,
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    async stop() {
      await kill();
      rmSync(folder, { recursive: true });
    },
  };
}

function unlessStarting(error: unknown): false {
  if (error instanceof Error && 'code' in error && error.code === '57P03') return false;
  throw error;
}
