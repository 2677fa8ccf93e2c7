import { sign } from '@octokit/webhooks-methods';
import { describe, expect, it } from 'vitest';
import { webhooksGitHub } from '../../../src/triggers/endpoints/webhooks-github.ts';
import type { EndpointContext } from '../../../src/triggers/endpoints/endpoint.ts';
import { createFailedAttempts } from '../../../src/triggers/failed-attempts.ts';
import { ask, aServer, secret } from '../../support/triggers/scene.ts';

const forged = `sha256=${'0'.repeat(64)}`;

describe('forged signatures', () => {
  it('shut nobody out from where a proxy may stand', async () => {
    const { port } = await aServer();
    const deliver = (signature: string) =>
      ask(port, {
        path: '/webhooks/github',
        authorization: null,
        headers: {
          'x-github-event': 'ping',
          'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
          'x-hub-signature-256': signature,
        },
        body: '{}',
      });
    for (let count = 0; count < 25; count += 1) {
      const refused = await deliver(forged);
      expect([refused.status, refused.headers.connection]).toEqual([401, 'close']);
    }
    expect((await deliver(await sign(secret, '{}'))).status).toBe(200);
  });

  it('bar a public network after 20, from the right one too', () => {
    const attempts = createFailedAttempts(() => 0);
    const context = { secret: { ...attempts, value: secret } } as EndpointContext;
    const headers = new Headers({ 'x-hub-signature-256': forged });
    const admitted = (address: string) => {
      const answer = webhooksGitHub.admit?.({ headers, address }, context);
      return answer instanceof Response ? answer.status : answer;
    };
    for (const address of ['203.0.113.7', '10.0.0.7', 'fd00::7', '2001:db8::7'])
      for (let count = 0; count < 20; count += 1) attempts.wrong(address);
    expect(['203.0.113.7', '::ffff:203.0.113.7', '2001:db8::8'].map(admitted)).toEqual([429, 429, 429]);
    const served = ['10.0.0.7', '::ffff:10.0.0.7', 'fd00::7', '203.0.113.8', '2001:db8:0:1::7'];
    expect(served.map(admitted)).toEqual(served.map(() => 'unproven'));
  });
});
