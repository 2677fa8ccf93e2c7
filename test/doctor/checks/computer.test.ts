import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { heartbeat } from '../../../src/doctor/checks/heartbeat.ts';
import { http } from '../../../src/doctor/checks/http.ts';
import { secrets } from '../../../src/doctor/checks/secrets.ts';
import { state } from '../../../src/doctor/checks/state.ts';
import { createMetrics } from '../../../src/triggers/gauges.ts';
import { startServer } from '../../../src/triggers/server.ts';
import { anApp } from '../../support/discord/app.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { closedPort, serve } from '../../support/servers/http-servers.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';

// What the doctor looks at on the computer that runs it.

describe('the http check', () => {
  async function examine(port: number, host = '127.0.0.1') {
    const patient = await aDoctorContext({ env: { HTTP_PORT: String(port), HTTP_HOST: host } });
    return (await http.examine(patient)).map(lineText);
  }

  it('finds the port free, and leaves it so', async () => {
    const port = await closedPort();
    expect(await examine(port)).toEqual([`ok HTTP_PORT: ${port} on 127.0.0.1 is free`]);
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
  });

  it.each(['127.0.0.1', '0.0.0.0'])('knows its own bot on %s', async (host) => {
    const log = { info() {}, warn() {}, error() {} };
    const server = await startServer({
      host,
      port: 0,
      triggerToken: null,
      webhookSecret: null,
      onPush: () => {},
      app: anApp(),
      log,
      version: 'b9d1e44c0a1b2c3d4e5f60718293a4b5c6d7e8f9',
      metrics: createMetrics(),
      now: Date.now,
    });
    onTestFinished(() => server.close());
    expect(await examine(server.port, host)).toEqual([
      `ok HTTP_PORT: ${server.port} on ${host}: Driftwatch already runs there (b9d1e44, pid ${process.pid})`,
    ]);
  });

  it('names the cure where somebody else listens, and where the address is not ours', async () => {
    const other = await serve((_, response) => response.end('{"status":"ok"}'));
    expect(await examine(other.port)).toEqual([
      expect.stringMatching(/^broken HTTP_PORT: \d+ on 127\.0\.0\.1 is taken → Stop what listens there/),
    ]);
    expect(await examine(8787, '192.0.2.1')).toEqual([
      'broken HTTP_HOST: 192.0.2.1 is not an address of this machine (EADDRNOTAVAIL) → Set an address that it has.',
    ]);
  });
});

describe('the state check', () => {
  it('writes, reads, and leaves nothing behind', async () => {
    const patient = await aDoctorContext();
    expect((await state.examine(patient)).map(lineText)).toEqual([
      expect.stringMatching(/^ok STATE_URL: .*driftwatch\.sqlite can be read and written$/),
    ]);
    const store = await patient.openState();
    const left: string[] = [];
    const keyv = store.keyv('doctor') as unknown as {
      iterator: (namespace: string) => AsyncIterable<[string]>;
    };
    for await (const [key] of keyv.iterator('doctor')) left.push(key);
    await store.close();
    expect(left).toEqual([]);
  });

  it('names the cure where it cannot be opened', async () => {
    const file = join(await testFolder(), 'file');
    writeFileSync(file, '');
    const patient = await aDoctorContext({ env: { STATE_URL: `sqlite://${file}/state.sqlite` } });
    expect((await state.examine(patient)).map(lineText)).toEqual([
      expect.stringMatching(
        /^broken STATE_URL: The folder of the state file .* cannot be made .* → Change STATE_URL\.$/,
      ),
    ]);
  });

  it('only warns of a bot that holds it, and closes it again', async () => {
    const patient = await aDoctorContext();
    let closed = 0;
    const openState = async () => {
      const store = await patient.openState();
      const keyv = (namespace: string) => store.keyv(namespace);
      return { keyv, holder: async () => 'pid 4182 on tesseract', close: () => (closed += 1) };
    };
    const lines = await state.examine({ ...patient, openState });
    expect(lines.map(({ status }) => status)).toEqual(['ok', 'warning']);
    expect(lineText(lines[1]!)).toContain('a bot holds it (pid 4182 on tesseract)');
    expect(closed).toBe(1);
  });
});

describe('the secrets check', () => {
  it('warns of what can be guessed, without showing it', async () => {
    const strong = '9f8e7d6c5b4a39281706f5e4d3c2b1a0';
    const env = { TRIGGER_TOKEN: 'hunter2', GITHUB_WEBHOOK_SECRET: strong };
    const lines = (await secrets.examine(await aDoctorContext({ env }))).map(lineText);
    expect(lines).toEqual([
      'warning TRIGGER_TOKEN: 7 characters, 7 of them different, are easy to guess → Set what `openssl rand -hex 32` prints, here and at the caller.',
      'ok GITHUB_WEBHOOK_SECRET: strong enough',
    ]);
    const same = await aDoctorContext({ env: { TRIGGER_TOKEN: 'a'.repeat(64) } });
    expect((await secrets.examine(same)).map(({ status }) => status)).toEqual(['warning']);
  });

  it('warns of an .env that others may read', async () => {
    const folder = join(await testFolder(), 'home');
    mkdirSync(folder);
    const file = join(folder, '.env');
    writeFileSync(file, 'LOG_LEVEL=info\n');
    const before = process.cwd();
    process.chdir(dirname(file));
    onTestFinished(() => process.chdir(before));
    const patient = await aDoctorContext();
    chmodSync(file, 0o644);
    expect((await secrets.examine(patient)).map(lineText)).toEqual([
      'warning .env: other users of this computer may read it (mode 644) → Run: chmod 600 .env',
    ]);
    chmodSync(file, 0o600);
    expect(await secrets.examine(patient)).toEqual([]);
  });
});

describe('the heartbeat check', () => {
  it('asks nobody, since that would count as a sign of life', async () => {
    const monitor = await serve((_, response) => response.end());
    const env = { HEARTBEAT_URL: `${monitor.origin}/ping/0f1e2d3c` };
    const lines = (await heartbeat.examine(await aDoctorContext({ env }))).map(lineText);
    expect(lines).toEqual([
      expect.stringMatching(/^ok HEARTBEAT_URL: an address at 127\.0\.0\.1:\d+; not called/),
    ]);
    expect(lines.join('')).not.toContain('0f1e2d3c');
    expect(monitor.requests).toEqual([]);
  });
});
