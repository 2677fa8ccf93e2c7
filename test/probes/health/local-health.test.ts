import { beforeEach, describe, expect, it } from 'vitest';
import { closedPort, serve, serveRaw } from '../../support/servers/http-servers.ts';
import { shells } from '../../support/machines/shells.ts';
import { lacks } from '../../support/machines/system.ts';
import {
  askLocally,
  localService,
  observeLocally,
  pathWith,
} from '../../support/probes/local-health-scene.ts';
import type { Tools } from '../../support/probes/local-health-scene.ts';

const busybox = { wget: 'busybox', base64: 'busybox', head: 'busybox', tr: 'busybox', timeout: 'busybox' };
const seed = { version: 'a3f8c21', pid: 4182, uptime_seconds: 12.5 };
const read = { format: 'seed', ...seed, said: [], location: null, certificate: null };

const machines: { name: string; tools: Tools; reads503: boolean; hasTime: boolean }[] = [
  { name: 'curl', tools: { curl: 'curl' }, reads503: true, hasTime: true },
  { name: 'GNU wget', tools: { wget: 'wget' }, reads503: true, hasTime: false },
  { name: "busybox's wget", tools: busybox, reads503: false, hasTime: false },
];

describe.skipIf(lacks(['curl', 'curl'], ['wget', 'wget'], ['busybox', 'busybox-static']))(
  'local_health',
  () => {
    describe.each(machines)('asks by $name, and', ({ tools, reads503, hasTime }) => {
      let path = '';
      beforeEach(async () => {
        path = await pathWith(tools);
      });
      const duration_ms = hasTime ? expect.any(Number) : null;

      it('reads an answer', async () => {
        const { origin, requests } = await serve((_, response) => response.end(JSON.stringify(seed)));
        expect(await askLocally(localService(`${origin}/health`), path)).toEqual({
          ok: true,
          value: { status: 200, ...read, duration_ms },
        });
        expect(requests[0]?.headers['user-agent']).toBe('driftwatch');
        expect(requests).toHaveLength(1);
      });

      it('reads headers and bytes that are no text', async () => {
        const { origin } = await serve((_, response) => {
          response
            .writeHead(200, { 'X-Git-Sha': 'a3f8c21' })
            .end(Buffer.from([0xff, 0, 10, 0xc3, 13, 10, 0x28]));
        });
        expect(await askLocally(localService(origin), path)).toMatchObject({
          value: { status: 200, format: 'unreadable', version: 'a3f8c21' },
        });
      });

      it('sees a page for what it is', async () => {
        const { origin } = await serve((_, response) => {
          response
            .writeHead(200, { 'content-type': 'text/html' })
            .end('<!doctype html><title>Sign in</title>');
        });
        expect(await askLocally(localService(origin), path)).toMatchObject({
          value: { format: 'page', version: null },
        });
      });

      it('takes 503 for an answer', async () => {
        const { origin } = await serve((_, response) => response.writeHead(503).end(JSON.stringify(seed)));
        const expected = reads503 ? read : { format: 'unreadable', version: null };
        expect(await askLocally(localService(origin), path)).toMatchObject({
          value: { status: 503, ...expected },
        });
      });

      it('takes 401 and an empty 204 for answers', async () => {
        const { origin } = await serve((request, response) =>
          response.writeHead(Number(request.url?.slice(1))).end(),
        );
        expect(await askLocally(localService(`${origin}/401`), path)).toMatchObject({
          value: { status: 401 },
        });
        expect(await askLocally(localService(`${origin}/204`), path)).toMatchObject({
          value: { status: 204 },
        });
      });

      it('follows a redirect within the origin', async () => {
        const { origin } = await serve((request, response) => {
          if (request.url === '/health/') response.end(JSON.stringify(seed));
          else response.writeHead(301, { location: '/health/' }).end('moved');
        });
        const answer = await askLocally(localService(`${origin}/health`), path);
        expect(answer).toMatchObject({ value: { status: 200, ...read } });
      });

      it('takes a redirect to elsewhere for the answer', async () => {
        const { origin } = await serve((request, response) => {
          if (request.url === '/login') response.end(JSON.stringify(seed));
          else
            response.writeHead(302, { location: `${origin.replace('127.0.0.1', 'localhost')}/login` }).end();
        });
        const answer = await askLocally(localService(`${origin}/health`), path);
        expect(answer).toMatchObject({ value: { status: 302, format: 'none', version: null } });
      });

      it('gives up on a loop of redirects', async () => {
        const { origin } = await serve((_, response) =>
          response.writeHead(302, { location: '/again' }).end(),
        );
        expect(await askLocally(localService(origin), path)).toMatchObject({
          ok: false,
          reason: 'malformed',
          code: 'TOO_MANY_REDIRECTS',
        });
      });

      it('waits no longer than the manifest says', async () => {
        const { origin } = await serve(() => undefined);
        expect(await askLocally(localService(origin, { timeout_ms: 1000 }), path)).toEqual({
          ok: false,
          reason: 'timeout',
          detail: 'no answer within 1 s',
          code: 'ETIMEDOUT',
        });
      });

      it('is not held by a body that drips', async () => {
        const { origin } = await serve((_, response) => {
          const drip = setInterval(() => response.write(' '), 50);
          response.on('close', () => clearInterval(drip));
        });
        expect(await askLocally(localService(origin, { timeout_ms: 1000 }), path)).toMatchObject({
          ok: false,
          reason: 'timeout',
        });
      });

      it('says who refused', async () => {
        const port = await closedPort();
        expect(await askLocally(localService(`http://127.0.0.1:${port}/`), path)).toEqual({
          ok: false,
          reason: 'unreachable',
          detail: `connection refused by 127.0.0.1:${port}`,
          code: 'ECONNREFUSED',
        });
      });

      it.each<[what: string, how: 'resetAndDestroy' | 'end']>([
        ['reset', 'resetAndDestroy'],
        ['closed', 'end'],
      ])('sees a connection that is %s', async (_, how) => {
        const { origin } = await serveRaw((socket) => socket[how]());
        expect(await askLocally(localService(origin), path)).toMatchObject({
          ok: false,
          reason: 'unreachable',
          code: 'ECONNRESET',
        });
      });

      it('lets go of a body that does not end', async () => {
        const { origin } = await serve((_, response) => {
          const more = () => {
            while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
            response.once('drain', more);
          };
          more();
        });
        const answer = await askLocally(localService(origin, { timeout_ms: 8000 }), path);
        expect(answer).toMatchObject({ ok: true, value: { status: 200, format: 'none' } });
      });

      it('reads a body of 200 kB', async () => {
        const { origin } = await serve((_, response) =>
          response.end(`${' '.repeat(200_000)}${JSON.stringify(seed)}`),
        );
        expect(await askLocally(localService(origin), path)).toMatchObject({ value: read });
      });
    });

    it.each(shells)('runs in $name', async ({ argv }) => {
      const { origin } = await serve((_, response) => response.end(JSON.stringify(seed)));
      const services = ['one', 'two', 'three'].map((name) => localService(`${origin}/${name}`, { name }));
      const observed = await observeLocally(services, await pathWith({ curl: 'curl' }), argv);
      const answer = {
        localhost: { ok: true, value: { status: 200, ...read, duration_ms: expect.any(Number) } },
      };
      expect(observed).toEqual({ ok: true, value: { one: answer, two: answer, three: answer } });
    });
  },
);
