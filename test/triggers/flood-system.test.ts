import type { Socket } from 'node:net';
import { sign } from '@octokit/webhooks-methods';
import { describe, expect, it } from 'vitest';
import { aBotProcess } from '../support/bots/bot-process.ts';
import { flood, forged, peakOf } from '../support/triggers/flood.ts';
import { ask, secret, token } from '../support/triggers/scene.ts';

const host = 'Host: 127.0.0.1\r\n';
const get = (path: string) => `GET ${path} HTTP/1.1\r\n${host}\r\n`;
const post = (more: string) => `POST /webhooks/github HTTP/1.1\r\n${host}${forged}${more}\r\n\r\n`;
const pieces = (bytes: number) => `${bytes.toString(16)}\r\n${'x'.repeat(bytes)}\r\n`;

const floods: [what: string, connections: number, say: (socket: Socket) => void][] = [
  ['answers that nobody reads', 600, (socket) => socket.write(get('/health').repeat(5000))],
  ['metrics that nobody reads', 600, (socket) => socket.write(get('/metrics').repeat(1000))],
  ['refusals that nobody reads', 300, (socket) => socket.write(get('/nothing').repeat(5000))],
  [
    'answers to HTTP/1.0 that nobody reads',
    300,
    (socket) => socket.write('GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n'.repeat(3000)),
  ],
  [
    'expectations that nobody reads',
    300,
    (socket) => socket.write(`GET /health HTTP/1.1\r\n${host}Expect: tea\r\n\r\n`.repeat(3000)),
  ],
  [
    'bodies of a byte a piece',
    400,
    (socket) => socket.write(post('Transfer-Encoding: chunked') + '1\r\nx\r\n'.repeat(20_000)),
  ],
  [
    'bodies without a length',
    400,
    (socket) => socket.write(post('Transfer-Encoding: chunked') + pieces(65_536).repeat(20)),
  ],
  [
    'bodies of what has none',
    400,
    (socket) =>
      socket.write(
        `GET /metrics HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n${pieces(65_536).repeat(20)}`,
      ),
  ],
  [
    'bodies that are held open',
    600,
    (socket) => socket.write(post(`Content-Length: ${2 ** 21}`) + 'x'.repeat(2 ** 20)),
  ],
  [
    'bodies that ask whether to go on',
    400,
    (socket) => socket.write(post('Content-Length: 2000000\r\nExpect: 100-continue') + 'x'.repeat(500_000)),
  ],
  [
    'trailers without an end',
    400,
    (socket) =>
      socket.write(`${post('Transfer-Encoding: chunked')}0\r\n${`t: ${'x'.repeat(100)}\r\n`.repeat(2000)}`),
  ],
  [
    'heads without an end',
    1500,
    (socket) => socket.write(`${get('/health').slice(0, -2)}x: ${'y'.repeat(15_000)}`),
  ],
  [
    'heads of many lines',
    1000,
    (socket) => socket.write(post(`Content-Length: 9\r\n${'a:\r\n'.repeat(3000)}b: c`)),
  ],
  ['connections that say nothing', 1500, () => {}],
  [
    'upgrades',
    600,
    (socket) =>
      socket.write(
        `GET /health HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n${'x'.repeat(200_000)}`,
      ),
  ],
];

/** The bot as its own process, once it serves. */
async function aServingBot() {
  const secrets = { TRIGGER_TOKEN: token, GITHUB_WEBHOOK_SECRET: secret };
  const made = await aBotProcess({ ...secrets, SCAN_CRON: '0 0 1 1 *' });
  made.write({ services: [{ name: 'web', host: '127.0.0.1', risk_tier: 'LOW', machine: 'box' }] });
  const { child, said } = made.start();
  const portSaid = () => Number(/"port":(\d+)/.exec(said())?.[1] ?? 0);
  await expect.poll(portSaid, { timeout: 60_000 }).toBeGreaterThan(0);
  return { port: portSaid(), pid: child.pid ?? 0 };
}

describe('the bot under a flood', () => {
  it('answers a true delivery, and stays below 250 MB', async () => {
    const { port, pid } = await aServingBot();
    const body = JSON.stringify({ zen: 'x'.repeat(20_000) });
    const headers = {
      'x-hub-signature-256': await sign(secret, body),
      'x-github-delivery': 'd',
      'x-github-event': 'ping',
    };
    const delivered = async () => {
      const answer = ask(port, { path: '/webhooks/github', authorization: null, headers, body });
      return (await answer.catch(() => null))?.status;
    };
    const peaks: [string, number][] = [];
    for (const [what, connections, say] of floods) {
      const sockets = await flood(port, connections, say);
      await expect.poll(delivered, { timeout: 60_000, message: what }).toBe(200);
      peaks.push([what, peakOf(pid)]);
      for (const socket of sockets) socket.destroy();
    }
    expect(peaks.filter(([, peak]) => peak >= 250)).toEqual([]);
  }, 300_000);
});
