import { describe, expect, it } from 'vitest';
import { serve, serveRaw } from '../../support/servers/http-servers.ts';
import { lacks, which } from '../../support/machines/system.ts';
import {
  askLocally,
  localService,
  observeLocally,
  pathWith,
} from '../../support/probes/local-health-scene.ts';

const seed = '{"version":"a3f8c21","pid":4182,"uptime_seconds":12.5}';
const answered = { ok: true, value: { status: 200, format: 'seed', version: 'a3f8c21', pid: 4182 } };
const real = which('curl') ?? 'curl';

/** A curl that is there but fails in its own way. */
const failing = (status: number, said: string) =>
  `case "$*" in *--version*) exit 0 ;; esac\ncat >&2 </dev/null\necho '${said}' >&2\nexit ${status}`;

describe.skipIf(lacks(['curl', 'curl'], ['wget', 'wget'], ['busybox', 'busybox-static']))(
  'local_health',
  () => {
    it.each([
      ['neither curl nor wget', { curl: null, wget: null }, 'there is neither curl nor wget on the machine'],
      [
        'a curl that does not run',
        { curl: 'exit 127', wget: null },
        'there is neither curl nor wget on the machine',
      ],
      [
        'no way to encode',
        { curl: 'curl', base64: null, od: null },
        'there is neither base64 nor od on the machine',
      ],
    ])('is unsupported where there is %s', async (_, tools, detail) => {
      const observed = await observeLocally([localService('http://127.0.0.1:1/')], await pathWith(tools));
      expect(observed).toEqual({ ok: false, reason: 'unsupported', detail });
    });

    it.each([
      ['no base64', { base64: null }],
      ["busybox's od alone", { base64: null, od: 'busybox' }],
      ['a base64 that breaks no lines, as on macOS', { base64: `exec ${which('base64')} -w0` }],
      ['no timeout', { curl: null, wget: 'wget', timeout: null }],
      ['a timeout of other habits', { curl: null, wget: 'wget', timeout: 'exit 1' }],
      ['a curl that does not run beside a wget', { curl: 'exit 127', wget: 'wget' }],
      [
        'a curl from before --connect-to',
        { curl: `case "$*" in *--connect-to*) exit 2 ;; esac\nexec ${real} "$@"` },
      ],
    ])('asks where there is %s', async (_, tools) => {
      const { origin } = await serve((_, response) => response.end(seed));
      expect(
        await askLocally(localService(origin), await pathWith({ curl: 'curl', ...tools })),
      ).toMatchObject(answered);
    });

    it('follows no redirect by a curl that could not be kept within the origin', async () => {
      const old = `case "$*" in *--connect-to*) exit 2 ;; esac\nexec ${real} "$@"`;
      const { origin, requests } = await serve((_, response) =>
        response.writeHead(302, { location: '/x' }).end(),
      );
      expect(await askLocally(localService(origin), await pathWith({ curl: old }))).toMatchObject({
        value: { status: 302 },
      });
      expect(requests).toHaveLength(1);
    });

    it.each<[status: number, said: string, reason: string, code: string | undefined, detail: RegExp]>([
      [1, 'curl: (1) Received HTTP/0.9 when not allowed', 'malformed', 'NOT_HTTP', /valid HTTP/],
      [
        1,
        'curl: (1) Protocol "https" not supported',
        'unsupported',
        undefined,
        /curl on the machine ended with 1: Protocol/,
      ],
      [2, 'curl: (2) no such option', 'unsupported', undefined, /ended with 2/],
      [
        6,
        'curl: (6) Could not resolve host: x',
        'unreachable',
        'ENOTFOUND',
        /no address found for 127\.0\.0\.1/,
      ],
      [
        7,
        'curl: (7) Failed to connect: Could not connect to server',
        'unreachable',
        'ECONNREFUSED',
        /refused/,
      ],
      [7, 'curl: (7) Failed to connect: No route to host', 'unreachable', 'EHOSTUNREACH', /no route to 127/],
      [
        7,
        'curl: (7) Immediate connect fail: Network is unreachable',
        'unreachable',
        'ENETUNREACH',
        /the network of/,
      ],
      [18, 'curl: (18) transfer closed', 'malformed', 'CUT_OFF', /middle of its answer/],
      [28, 'curl: (28) Operation timed out', 'timeout', 'ETIMEDOUT', /no answer within 5 s/],
      [
        35,
        'curl: (35) wrong version number',
        'unreachable',
        'TLS',
        /TLS with 127\.0\.0\.1:1 failed: wrong version/,
      ],
      [47, 'curl: (47) Maximum (3) redirects followed', 'malformed', 'TOO_MANY_REDIRECTS', /3 redirects/],
      [52, 'curl: (52) Empty reply from server', 'unreachable', 'ECONNRESET', /without an answer/],
      [56, 'curl: (56) Recv failure: Connection reset by peer', 'unreachable', 'ECONNRESET', /reset by/],
      [60, 'curl: (60) SSL certificate problem', 'unreachable', 'CERT_UNTRUSTED', /certificate problem/],
      [99, 'curl: (99) ?', 'unsupported', undefined, /ended with 99/],
      [137, '', 'timeout', 'ETIMEDOUT', /no answer/],
      [0, '', 'malformed', 'NOT_HTTP', /there are no headers/],
    ])('takes curl status %i, %j, for %s %s', async (status, said, reason, code, detail) => {
      const path = await pathWith({ curl: failing(status, said) });
      expect(await askLocally(localService('http://127.0.0.1:1/'), path)).toEqual({
        ok: false,
        reason,
        detail: expect.stringMatching(detail),
        ...(code === undefined ? {} : { code }),
      });
    });

    it.each([
      ['a body shorter than it promised', 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"version":'],
      ['a broken chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot hex\r\n'],
      ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ])('does not take %s for an answer', async (_, bytes) => {
      const { origin } = await serveRaw((socket) => socket.end(bytes));
      const answer = await askLocally(localService(origin), await pathWith({ curl: 'curl' }));
      expect(answer).toMatchObject({ ok: false, reason: expect.stringMatching(/malformed|unreachable/) });
    });

    it.each([
      [
        'a hint before the answer',
        `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nConnection: close\r\n\r\n${seed}`,
      ],
      ['HTTP/1.0 with bare line feeds', `HTTP/1.0 200 OK\nServer: old\n\n${seed}`],
    ])('reads %s', async (_, bytes) => {
      const { origin } = await serveRaw((socket) => socket.end(bytes));
      expect(await askLocally(localService(origin), await pathWith({ curl: 'curl' }))).toMatchObject(
        answered,
      );
    });

    it('does not take a body for a head', async () => {
      const { origin } = await serve((_, response) =>
        response.end(`HTTP/1.1 200 OK\r\nX-Git-Sha: a3f8c21\r\n\r\n${seed}`),
      );
      expect(await askLocally(localService(origin), await pathWith({ curl: 'curl' }))).toMatchObject({
        value: { format: 'none', version: null },
      });
    });
  },
);
