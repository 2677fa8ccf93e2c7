import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { installedProgram } from './installed.ts';

// npm run bench -- --prompt [--rounds 9]: how long a person waits at the prompt, as a multiple of `node -e 0`.

type Row = { what: string; limit: number; run: () => Promise<number> };

export async function prompt({ rounds }: { rounds: number }): Promise<void> {
  const folder = installedProgram();
  const listener = await aListener();
  const manifest = join(folder, 'manifest.json');
  writeFileSync(manifest, JSON.stringify(oneMachine(listener.port)));
  const key = join(folder, 'id_ed25519');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, SSH_CONFIG_PATH: 'none', SSH_KEY_PATH: key };
  const driftwatch = [join(folder, 'bin/driftwatch.cjs')];
  const whole = async (...args: string[]) => {
    const from = performance.now();
    spawnSync(process.execPath, args, { cwd: folder, env, stdio: 'ignore' });
    return performance.now() - from;
  };
  const untilConnected = async () => {
    const from = performance.now();
    const child = spawn(process.execPath, [...driftwatch, 'audit', '--manifest', manifest], {
      cwd: folder,
      env,
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    const early = ended.then(() => Promise.reject(new Error('the audit ended without a connection')));
    await Promise.race([listener.connected(), early]);
    const took = performance.now() - from;
    child.kill('SIGKILL');
    await ended;
    await early.catch(() => null);
    return took;
  };
  const bare: Row = { what: 'node -e 0', limit: 1, run: () => whole('-e', '0') };
  const rows: Row[] = [
    bare,
    { what: 'driftwatch --help', limit: 6, run: () => whole(...driftwatch, '--help') },
    { what: 'driftwatch check', limit: 6, run: () => whole(...driftwatch, 'check', '--manifest', manifest) },
    { what: 'driftwatch audit, until it connects', limit: 15, run: untilConnected },
  ];
  // What was compiled is kept when a process ends by itself: once to the end, as at a person's first audit.
  await whole(...driftwatch, 'audit', '--manifest', manifest);
  for (const { run } of rows) await run();
  const times = new Map(rows.map(({ what }) => [what, [] as number[]]));
  for (let round = 0; round < rounds; round += 1)
    for (const { what, run } of rows) times.get(what)?.push(await run());
  const base = median(times.get(bare.what) ?? []);
  for (const { what, limit } of rows) {
    const ms = median(times.get(what) ?? []);
    console.log(
      `${what.padEnd(38)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / base).toFixed(1)} x (limit ${limit})`,
    );
  }
  await listener.close();
  rmSync(folder, { recursive: true });
}

/** Says when somebody connects, and closes on them. */
async function aListener() {
  const server = createServer((socket) => socket.on('error', () => {}).destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no port');
  return {
    port: address.port,
    connected: () => once(server, 'connection'),
    close: async () => void server.close(),
  };
}

function oneMachine(port: number) {
  return {
    machines: { tower: { host: '127.0.0.1', port } },
    services: [{ name: 'beacon', machine: 'tower', risk_tier: 'LOW', process: 'beacon' }],
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
