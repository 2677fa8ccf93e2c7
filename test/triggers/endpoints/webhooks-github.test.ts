import { sign } from '@octokit/webhooks-methods';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/app.ts';
import { UserError } from '../../../src/text/user-error.ts';
import { anApp } from '../../support/discord/app.ts';
import { ask, aServer, secret } from '../../support/triggers/scene.ts';

type Push = Parameters<App['pushed']>[0];
type Example = { name: string; examples: Record<string, unknown>[] };

const real = createRequire(import.meta.url)('@octokit/webhooks-examples') as Example[];
const pushes = real.find(({ name }) => name === 'push')!.examples;

const commit = 'b9d1e44c0a1b2c3d4e5f60718293a4b5c6d7e8f9';
const payload = {
  ref: 'refs/heads/main',
  after: commit,
  deleted: false,
  repository: { full_name: 'Invictus-Labs/akashic-records' },
};

/** A server that takes pushes; `answer` is what the App says of each. */
async function scene(answer: string[] | null = ['akashic-records']) {
  const taken: Push[] = [];
  let woken = 0;
  const app = anApp();
  app.pushed = async (push) => {
    taken.push(push);
    return answer;
  };
  const { port } = await aServer(app, { onPush: () => void (woken += 1) });

  async function deliver(
    body: string,
    over: { headers?: Record<string, string>; signature?: string | null } = {},
  ) {
    const signature = over.signature === undefined ? await sign(secret, body) : over.signature;
    const headers = {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      ...(signature === null ? {} : { 'x-hub-signature-256': signature }),
      ...over.headers,
    };
    return await ask(port, { path: '/webhooks/github', authorization: null, headers, body });
  }
  return { deliver, taken, woken: () => woken };
}

const unauthorized = '{"error":{"message":"Unauthorized","type":"unauthorized"}}';
const nothing = (why: string) => `{"ok":true,"result":{"watched":[],"ignored":"${why}"}}`;

describe('POST /webhooks/github', () => {
  it('takes a signed push, and answers with what is watched', async () => {
    const { deliver, taken, woken } = await scene();
    const answer = await deliver(JSON.stringify(payload));
    expect([answer.status, answer.text]).toEqual([
      202,
      '{"ok":true,"result":{"watched":["akashic-records"]}}',
    ]);
    expect(taken).toEqual([
      {
        delivery: '72d3162e-cc78-11e3-81ab-4c9367dc0958',
        repo: 'Invictus-Labs/akashic-records',
        branch: 'main',
        commit,
      },
    ]);
    expect(woken()).toBe(1);
  });

  it('takes it as a form, as an older setting of GitHub sends it', async () => {
    const { deliver, taken } = await scene();
    const form = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await deliver(form, { headers })).status).toBe(202);
    expect(taken).toHaveLength(1);
  });

  it.each([
    ['no signature', null],
    ['an empty one', ''],
    ['that of another secret', 'sha256=' + 'a'.repeat(64)],
    ['the old SHA-1', 'sha1=7d38cdd689735b008b3c702edd92eea23791c5f6'],
    ['one that is too short', 'sha256=abc'],
  ])('refuses %s, byte for byte', async (_, signature) => {
    const { deliver, taken } = await scene();
    const answer = await deliver(JSON.stringify(payload), { signature });
    expect([answer.status, answer.text, taken]).toEqual([401, unauthorized, []]);
  });

  it('refuses an empty body', async () => {
    const { deliver } = await scene();
    expect((await deliver('', { signature: `sha256=${'a'.repeat(64)}` })).status).toBe(401);
  });

  it('refuses a body that was changed on the way', async () => {
    const { deliver, taken } = await scene();
    const signature = await sign(secret, JSON.stringify(payload));
    expect((await deliver(`${JSON.stringify(payload)} `, { signature })).status).toBe(401);
    expect(taken).toEqual([]);
  });

  it.each([
    ['a ping', { headers: { 'x-github-event': 'ping' } }, payload, 'pong'],
    ['another event', { headers: { 'x-github-event': 'issues' } }, payload, 'only pushes are watched'],
    ['a tag', {}, { ...payload, ref: 'refs/tags/v1' }, 'only branches are watched'],
    ['a deleted branch', {}, { ...payload, deleted: true }, 'the branch was deleted'],
    ['a head of zeros', {}, { ...payload, after: '0'.repeat(40) }, 'the branch was deleted'],
  ])('leaves %s alone', async (_, over, body, why) => {
    const { deliver, taken } = await scene();
    const answer = await deliver(JSON.stringify(body), over);
    expect([answer.status, answer.text, taken]).toEqual([200, nothing(why), []]);
  });

  it.each([
    [null, 'this delivery was received before'],
    [[], 'no service of the manifest runs this branch'],
  ])('says so where the App answers %j', async (answer, why) => {
    const { deliver, woken } = await scene(answer);
    expect((await deliver(JSON.stringify(payload))).text).toBe(nothing(why));
    expect(woken()).toBe(0);
  });

  it('says beside the delivery why a push could not be kept, so that it can be sent again', async () => {
    const app = anApp();
    const message = 'The bot cannot use its state (STATE_URL) right now, so nothing was saved.';
    app.pushed = () => Promise.reject(new UserError(message));
    const { port, logged } = await aServer(app, { onPush: () => expect.unreachable() });
    const body = JSON.stringify(payload);
    const headers = {
      'x-github-event': 'push',
      'x-github-delivery': 'd-1',
      'x-hub-signature-256': await sign(secret, body),
    };
    const answer = await ask(port, { path: '/webhooks/github', authorization: null, headers, body });
    expect([answer.status, answer.text, logged]).toEqual([
      500,
      JSON.stringify({ ok: false, error: { type: 'tool_error', message } }),
      [],
    ]);
  });

  it.each([
    ['no JSON', '{', 'The payload is not JSON'],
    ['no push', '{"ref":1}', 'The payload is not that of a push'],
  ])('refuses %s with 400', async (_, body, message) => {
    const { deliver } = await scene();
    const answer = await deliver(body);
    expect([answer.status, answer.text]).toEqual([
      400,
      `{"error":{"message":"${message}","type":"invalid_request_error"}}`,
    ]);
  });

  it('refuses a push without a delivery id, which could not be told from its replay', async () => {
    const { deliver } = await scene();
    expect((await deliver(JSON.stringify(payload), { headers: { 'x-github-delivery': '' } })).status).toBe(
      400,
    );
  });

  it('refuses 10 MB with 413', async () => {
    const { deliver } = await scene();
    const answer = await deliver('x'.repeat(10 * 1024 * 1024));
    expect([answer.status, answer.text]).toEqual([
      413,
      '{"error":{"message":"Payload too large","type":"invalid_request_error"}}',
    ]);
  });

  it('is off without a secret', async () => {
    const { port } = await aServer(anApp(), { webhookSecret: null });
    const answer = await ask(port, { path: '/webhooks/github', authorization: null, body: '{}' });
    expect([answer.status, answer.text]).toEqual([
      503,
      '{"error":{"message":"The webhook is off: GITHUB_WEBHOOK_SECRET is not set","type":"unavailable"}}',
    ]);
  });

  it('reads every real push that GitHub publishes as an example', async () => {
    const { deliver, taken } = await scene();
    expect(pushes.length).toBeGreaterThan(2);
    for (const example of pushes) {
      expect([200, 202]).toContain((await deliver(JSON.stringify(example))).status);
    }
    expect(taken.length).toBeGreaterThan(0);
  });
});
