import { sign } from '@octokit/webhooks-methods';
import { describe, expect, it } from 'vitest';
import type { EndpointContext } from '../../../src/triggers/endpoints/endpoint.ts';
import { tooLarge, lengthRequired } from '../../../src/triggers/endpoints/invocation.ts';
import { webhooksGitHub } from '../../../src/triggers/endpoints/webhooks-github.ts';
import { createFailedAttempts } from '../../../src/triggers/failed-attempts.ts';
import { ask, aServer, invoke, secret } from '../../support/triggers/scene.ts';

const forged = `sha256=${'0'.repeat(64)}`;

async function told(answer: Response) {
  return [answer.status, answer.headers.get('connection'), await answer.text()];
}

describe('a refusal', () => {
  it('of a body ends the connection, in the shape of HTTP’s errors', async () => {
    expect(await told(tooLarge())).toEqual([
      413,
      'close',
      '{"error":{"message":"Payload too large","type":"invalid_request_error"}}',
    ]);
    expect(await told(lengthRequired())).toEqual([
      411,
      'close',
      '{"error":{"message":"Length Required: send Content-Length","type":"invalid_request_error"}}',
    ]);
  });

  it.each(['text', 5, true, ['a']])('names arguments that are none: %j', async (args) => {
    const { port } = await aServer();
    expect(await invoke(port, { tool: 'deployment_sync', args })).toMatchObject({
      status: 400,
      text: '{"ok":false,"error":{"type":"tool_error","message":"args must be an object"}}',
    });
  });

  it('of a foreign name says how to ask', async () => {
    const { port } = await aServer();
    const { text } = await ask(port, { method: 'GET', path: '/metrics', headers: { host: 'evil.example' } });
    expect(text).toBe(
      'Ask by an address, by a name of your own network, or by HTTP_HOST: this Host is not allowed.\n',
    );
  });

  it('of a delivery without an id names the header', async () => {
    const { port } = await aServer();
    const headers = { 'x-hub-signature-256': await sign(secret, '{}'), 'x-github-event': 'push' };
    const answer = await ask(port, { path: '/webhooks/github', authorization: null, headers, body: '{}' });
    expect([answer.status, answer.text]).toEqual([
      400,
      '{"error":{"message":"X-GitHub-Delivery is missing","type":"invalid_request_error"}}',
    ]);
  });

  it('comes after 20 forged signatures of a stranger, and not where a proxy may stand', async () => {
    const context = {
      secret: { ...createFailedAttempts(() => 0), value: secret },
    } as unknown as EndpointContext;
    const asked = (address: string) => ({
      headers: new Headers({ 'x-hub-signature-256': forged }),
      address,
      url: '',
      body: async () => new TextEncoder().encode('{}'),
    });
    const admitted = (address: string) => webhooksGitHub.admit?.(asked(address), context);
    for (let count = 0; count < 20; count += 1) {
      for (const address of ['203.0.113.9', '10.0.0.9']) {
        expect(admitted(address)).toBe('unproven');
        expect((await webhooksGitHub.answer(asked(address), context)).status).toBe(401);
      }
    }
    const barred = admitted('203.0.113.9');
    expect(barred instanceof Response && [await barred.text(), barred.headers.get('retry-after')]).toEqual([
      '{"error":{"message":"Too many wrong signatures: try again in 60 s","type":"rate_limited"}}',
      '60',
    ]);
    expect(admitted('10.0.0.9')).toBe('unproven');
  });

  it('is none where everything is audited at once', async () => {
    const { port } = await aServer();
    const { text } = await invoke(port, { tool: 'deployment_sync', args: { wait: false } });
    expect(text).toContain('of the whole manifest has begun');
  });
});
