import { describe, expect, it } from 'vitest';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import { probeHealth } from '../../../src/probes/health/health.ts';
import { serveRaw } from '../../support/servers/http-servers.ts';
import { anEndpoint, aService } from '../../support/facts/observed.ts';
import { lacks } from '../../support/machines/system.ts';
import { askLocally, localService, pathWith } from '../../support/probes/local-health-scene.ts';

// The same bytes mean the same, whether the bot asks or the machine itself with curl.

const http = createHttpClient();
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const ok = 'Content-Length: 2\r\n\r\nOK';

async function both(bytes: string | Buffer) {
  const { origin } = await serveRaw((socket) => socket.end(bytes));
  const bot = await probeHealth(http, aService(), anEndpoint({ url: `${origin}/health` }));
  const machine = await askLocally(localService(`${origin}/health`), await pathWith({ curl: 'curl' }));
  return [bot, machine];
}

describe.skipIf(lacks(['curl', 'curl']))('the bot and the machine itself', () => {
  it.each<[what: string, bytes: string]>([
    ['lines that end in LF alone', 'HTTP/1.1 200 OK\nContent-Length: 2\n\nOK'],
    ['LF alone, HTTP/1.0, until it closes', 'HTTP/1.0 200 OK\nContent-Type: text/plain\n\nOK'],
    ['no reason phrase', `HTTP/1.1 200\r\n${ok}`],
    ['an empty reason phrase', `HTTP/1.1 200 \r\n${ok}`],
    ['a header over two lines', `HTTP/1.1 200 OK\r\nX-A: a\r\n b\r\n${ok}`],
    ['an interim response', `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n${ok}`],
    ['early hints', `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n${ok}`],
    ['more than it promised', `HTTP/1.1 200 OK\r\n${ok} and more`],
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n'],
    ['chunks that end in LF alone', `${chunked}2\nOK\n0\n\n`],
    ['a last chunk that ends in LF alone', `${chunked}2\r\nOK\r\n0\n\n`],
    ['a chunk with an extension behind a blank', `${chunked}2 ; a=b\r\nOK\r\n0\r\n\r\n`],
    ['chunks with trailers', `${chunked}2\r\nOK\r\n0\r\nX-Sum: a\r\nX-More: b\r\n\r\n`],
    ['LF alone, head and chunks', `${chunked.replaceAll('\r', '')}2\nOK\n0\n\n`],
  ])('read %s', async (_, bytes) => {
    for (const answer of await both(bytes))
      expect(answer).toMatchObject({ ok: true, value: { status: 200, said: [{ value: 'OK' }] } });
  });

  it('read JSON before trailers', async () => {
    const head = chunked.replace('\r\n', '\r\nContent-Type: application/json\r\nTrailer: X-Sum\r\n');
    const bytes = `${head}5\r\n{"sta\r\na\r\ntus":"up"}\r\n0\r\nX-Sum: {"status":"down"}\r\n\r\n`;
    for (const answer of await both(bytes))
      expect(answer).toMatchObject({ ok: true, value: { format: 'health+json', said: [{ value: 'up' }] } });
  });

  it.each<[what: string, bytes: string | Buffer]>([
    ['no HTTP at all', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a body alone', 'OK\n'],
    ['ICY', 'ICY 200 OK\r\n\r\nOK'],
    ['TLS', Buffer.from([0x15, 3, 1, 0, 2, 2, 0x46])],
    ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\nOK'],
    ['two lengths', `HTTP/1.1 200 OK\r\nContent-Length: 3\r\n${ok}`],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nOK\r\n'],
    ['a CR within its head', `HTTP/1.1 200 OK\r\nX-A: a\rX-B: b\r\n${ok}`],
    ['a broken chunk that ends in LF alone', `${chunked}zz\nOK\n`],
    ['a line without a colon', `HTTP/1.1 200 OK\r\nno header\r\n${ok}`],
    ['a blank before the colon', `HTTP/1.1 200 OK\r\nX-A : b\r\n${ok}`],
    ['a blank line before the status', `\r\nHTTP/1.1 200 OK\r\n${ok}`],
    ['a status of four digits', `HTTP/1.1 1000 Odd\r\n${ok}`],
    ['a status without a blank', `HTTP/1.1 200OK\r\n${ok}`],
    ['a zero byte in a header', `HTTP/1.1 200 OK\r\nX-A: a\0b\r\n${ok}`],
  ])('call %s no HTTP', async (_, bytes) => {
    for (const answer of await both(bytes))
      expect(answer).toMatchObject({ ok: false, reason: 'malformed', code: 'NOT_HTTP' });
  });

  it.each<[what: string, bytes: string]>([
    ['less than it promised', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nOK'],
    ['chunks without an end', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n'],
    ['chunks that end in LF alone without an end', `${chunked}2\nOK\n0\n`],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-'],
  ])('call %s cut off', async (_, bytes) => {
    for (const answer of await both(bytes))
      expect(answer).toMatchObject({ ok: false, reason: 'malformed', code: 'CUT_OFF' });
  });
});

describe.skipIf(lacks(['wget', 'wget'], ['busybox', 'busybox-static']))('wget on the machine', () => {
  const broken = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nOK\r\n';
  const error = 'HTTP/1.1 503 Bad\r\nContent-Length: 17\r\n\r\n{"status":"down"}';

  it.each([
    ['a broken chunk', 'wget', broken],
    ['a broken chunk', 'busybox', broken],
    ['the body of an error', 'busybox', error],
  ])('does not pass %s by its status alone (%s)', async (_, wget, bytes) => {
    const { origin } = await serveRaw((socket) => socket.end(bytes));
    const answer = await askLocally(localService(`${origin}/health`), await pathWith({ curl: null, wget }));
    expect(answer?.ok === true ? answer.value.format : 'unreadable').toBe('unreadable');
  });
});
