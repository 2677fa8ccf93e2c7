import { describe, expect, it } from 'vitest';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import type { HttpClient } from '../../../src/clients/http/client.ts';
import { probeHealth } from '../../../src/probes/health/health.ts';
import { closedPort, serve } from '../../support/servers/http-servers.ts';
import { anEndpoint, aService } from '../../support/facts/observed.ts';

const http = createHttpClient();

function ask(url: string, health: Partial<ReturnType<typeof aService>['health']> = {}, client = http) {
  const service = aService({ health: { ...aService().health, ...health } });
  return probeHealth(client, service, anEndpoint({ url }));
}

describe('probeHealth', () => {
  it('reads an answer of 503 too', async () => {
    const { origin } = await serve((_, response) => {
      response.writeHead(503, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ status: 'fail', version: 'a3f8c21', pid: 4182, uptime_seconds: 12.5 }));
    });
    expect(await ask(`${origin}/health`)).toEqual({
      ok: true,
      value: {
        status: 503,
        format: 'seed',
        version: 'a3f8c21',
        pid: 4182,
        uptime_seconds: 12.5,
        said: [{ at: 'status', value: 'fail', kind: 'state', part: false }],
        duration_ms: expect.any(Number),
        location: null,
        certificate: null,
      },
    });
  });

  it('asks for what a health endpoint offers, with the headers of the manifest', async () => {
    const { origin, requests } = await serve((_, response) => response.end('{}'));
    await ask(origin, { headers: { 'X-Token': 'secret' } });
    await ask(origin, { headers: { ACCEPT: 'text/plain' } });
    expect(requests[0]?.headers).toMatchObject({
      'x-token': 'secret',
      accept: expect.stringMatching(/^application\/json/),
    });
    expect(requests[1]?.headers.accept).toBe('text/plain');
  });

  it('takes the version from where the manifest says', async () => {
    const { origin } = await serve((_, response) =>
      response.end('{"version":"1.0","build":{"sha":"a3f8c21"}}'),
    );
    expect(await ask(origin, { version_path: 'build.sha' })).toMatchObject({ value: { version: 'a3f8c21' } });
  });

  it('keeps the timeout of the manifest', async () => {
    const { origin } = await serve(() => undefined);
    expect(await ask(origin, { timeout_ms: 150 })).toEqual({
      ok: false,
      reason: 'timeout',
      detail: 'no answer within 0.15 s',
      code: 'NO_ANSWER',
    });
  });

  it('says who refused', async () => {
    const port = await closedPort();
    expect(await ask(`http://127.0.0.1:${port}/health`)).toEqual({
      ok: false,
      reason: 'unreachable',
      detail: `connection refused by 127.0.0.1:${port}`,
      code: 'ECONNREFUSED',
    });
  });

  it('reads a body up to a megabyte, and makes nothing of a longer one', async () => {
    const { origin } = await serve((request, response) => {
      response.end(`{"pid":7${' '.repeat(request.url === '/long' ? 1024 * 1024 : 1000 * 1000)}}`);
    });
    expect(await ask(`${origin}/short`)).toMatchObject({ value: { format: 'seed', pid: 7 } });
    expect(await ask(`${origin}/long`)).toMatchObject({
      value: { status: 200, format: 'unreadable', pid: null },
    });
  });

  it('does not throw on any input that is not an HTTP error', async () => {
    const broken: HttpClient = {
      get: () => Promise.reject(new TypeError('x is undefined')),
      close: () => Promise.resolve(),
    };
    expect(await ask('http://127.0.0.1/', {}, broken)).toEqual({
      ok: false,
      reason: 'malformed',
      detail: 'internal error: x is undefined',
      code: 'INTERNAL',
    });
  });
});
