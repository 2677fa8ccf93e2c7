import { describe, expect, it } from 'vitest';
import { branchesOf, heads, serve } from '../../support/clients/github-fleet.ts';

/** A client that knows the heads of `count` repositories already. */
async function known(count: number) {
  const scene = await serve(count);
  const client = scene.connect();
  const before = await heads(client, branchesOf(scene));
  scene.server.requests.splice(0);
  return { ...scene, before, ask: () => heads(client, branchesOf(scene)) };
}

describe('heads that are known already', () => {
  it.each([
    ['an error of the server', { kind: 'status', status: 503, message: 'Unicorn' }],
    ['a connection that breaks', { kind: 'reset' }],
    ['a limit that ends at once', { kind: 'retry_after', seconds: 1 }],
  ] as const)('are asked again after %s, each alone', async (_, fault) => {
    const { server, ask, before } = await known(3);
    server.fault = (_path, nth) => (nth === 1 ? fault : null);
    expect(await ask()).toEqual(before);
    expect(server.requests.map(({ path }) => path.split('/').at(-1))).not.toContain('graphql');
    expect(server.requests.filter(({ status }) => status === 304)).toHaveLength(3);
  });

  it('are asked no more once GitHub asks to be left alone', async () => {
    const { server, ask } = await known(120);
    server.fault = () => ({ kind: 'retry_after', seconds: 90 });
    const answers = await ask();
    expect(answers.map((answer) => 'kind' in answer && answer.kind)).toEqual(answers.map(() => 'denied'));
    // those that were on their way
    expect(server.requests.length).toBeLessThanOrEqual(10);
  });
});
