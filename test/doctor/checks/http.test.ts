import { createServer } from 'node:http';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { http } from '../../../src/doctor/checks/http.ts';
import { createMetrics } from '../../../src/triggers/gauges.ts';
import { startServer } from '../../../src/triggers/server.ts';
import { anApp } from '../../support/discord/app.ts';
import { closedPort, serve } from '../../support/servers/http-servers.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';

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
