import { describe, expect, it } from 'vitest';
import { openclaw } from '../../../src/doctor/checks/openclaw.ts';
import { closedPort, serve, serveRaw } from '../../support/servers/http-servers.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';

const token = 'hook-token-0123456789';

/** OpenClaw 2026.9.6's /hooks/wake, as it was seen to answer. */
async function anOpenClaw(bad = 0) {
  const texts: string[] = [];
  let refused = bad;
  const server = await serve((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.url !== '/hooks/wake') return response.writeHead(404).end('Not Found');
      if (request.headers.authorization !== `Bearer ${token}` || refused > 20) {
        refused += 1;
        return refused > 20
          ? response.writeHead(429, { 'retry-after': '42' }).end('Too Many Requests')
          : response.writeHead(401, { 'content-type': 'text/plain' }).end('Unauthorized');
      }
      const { text } = JSON.parse(body) as { text: string };
      const json = (status: number, answer: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      if (text === '') return json(400, { ok: false, error: 'text required' });
      texts.push(text);
      return json(200, { ok: true, mode: 'now', eventOutcome: 'queued' });
    });
  });
  return { server, texts };
}

async function examine(url: string, key = token) {
  const patient = await aDoctorContext({ env: { OPENCLAW_URL: url, OPENCLAW_HOOK_TOKEN: key } });
  return (await openclaw.examine(patient)).map(lineText);
}

describe('the openclaw check', () => {
  it('tries the token once, and wakes nobody', async () => {
    const { server, texts } = await anOpenClaw();
    expect(await examine(server.origin)).toEqual([
      'ok OPENCLAW_URL: OpenClaw answers and accepts the token; nobody was woken',
    ]);
    expect(texts).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  it('names the cure of a wrong token, which it tries once and never shows', async () => {
    const { server } = await anOpenClaw();
    const lines = await examine(server.origin, 'wrong-token-987654');
    expect(lines).toEqual([
      expect.stringMatching(
        /^broken OPENCLAW_HOOK_TOKEN: OpenClaw does not accept it → Set OPENCLAW_HOOK_TOKEN to hooks\.token/,
      ),
    ]);
    expect(lines.join('')).not.toContain('987654');
    expect(server.requests).toHaveLength(1);
  });

  it('says how long it is locked out', async () => {
    const { server } = await anOpenClaw(21);
    expect(await examine(server.origin)).toEqual([
      expect.stringMatching(/^broken OPENCLAW_HOOK_TOKEN: .*locked.* → .*try again in 42 s\.$/),
    ]);
  });

  it.each<[string, () => Promise<string>, RegExp]>([
    [
      'hooks that are off',
      async () => `${(await anOpenClaw()).server.origin}/other`,
      /^broken OPENCLAW_URL: there is no \/hooks\/wake \(HTTP 404\) → Turn hooks on/,
    ],
    [
      'nobody',
      async () => `http://127.0.0.1:${await closedPort()}`,
      /^broken OPENCLAW_URL: OpenClaw cannot be reached at http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\) → Start its gateway/,
    ],
    [
      'somebody else',
      async () => (await serve((_, response) => response.end('hello'))).origin,
      /^warning OPENCLAW_URL: an unknown answer to an empty text \(HTTP 200\)/,
    ],
    [
      'a cut connection',
      async () => (await serveRaw((socket) => socket.destroy())).origin,
      /^broken OPENCLAW_URL: OpenClaw cannot be reached/,
    ],
  ])('tells %s', async (_, origin, line) => {
    expect(await examine(await origin())).toEqual([expect.stringMatching(line)]);
  });

  it('is off without its keys', async () => {
    expect(await openclaw.examine(await aDoctorContext())).toEqual([]);
  });
});
