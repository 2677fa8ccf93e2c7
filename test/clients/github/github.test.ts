import { Keyv } from 'keyv';
import { describe, expect, it } from 'vitest';
import { refusal, repo, scene } from '../../support/clients/github-scene.ts';
import { soon } from '../../support/clients/repository-clients.ts';

describe('GitHub as ground truth', () => {
  it('gives addresses of the commit and of the comparison', async () => {
    const { repository, connect } = await scene();
    const client = connect();
    const head = await client.head(repo, 'main', soon());
    const { shas } = repository;
    expect(head.url).toBe(`https://github.com/${repo}/commit/${shas['c']}`);
    expect(await client.position(repo, 'main', head, shas['a']!, soon())).toMatchObject({
      compare_url: `https://github.com/${repo}/compare/${shas['a']}...${shas['c']}`,
    });
  });

  it('asks nothing for a revision that is the head', async () => {
    const { repository, server, connect } = await scene();
    const client = connect();
    const head = await client.head(repo, 'main', soon());
    await client.position(repo, 'main', head, repository.shas['c']!.slice(0, 7), soon());
    expect(server.requests).toHaveLength(1);
  });

  it('costs no rate when nothing has changed, also in another process with the same cache', async () => {
    const { repository, server, connect } = await scene();
    const cache = new Keyv();
    const answers = [];
    for (const client of [connect({ cache }), connect({ cache })]) {
      const head = await client.head(repo, 'main', soon());
      answers.push([
        head,
        await client.position(repo, 'main', head, repository.shas['a']!.slice(0, 8), soon()),
      ]);
    }
    expect(answers[0]).toEqual(answers[1]);
    // What whole SHAs name cannot change: only the branch and the short revision are asked about again.
    const again = server.requests.splice(0).filter(({ status }) => status !== 200);
    expect(again).toEqual(
      ['heads/main', repository.shas['a']!.slice(0, 8)].map((ref) => ({
        path: expect.stringMatching(new RegExp(`/commits/${encodeURIComponent(ref)}$`)) as string,
        status: 304,
      })),
    );

    await repository.commit([{ name: 'd', date: '2026-03-04T12:00:00Z', message: 'd' }]);
    expect((await connect({ cache }).head(repo, 'main', soon())).subject).toBe('d');
  });

  it('does not use what another token was shown', async () => {
    const { server, connect } = await scene();
    server.tokens.add('one').add('two');
    const cache = new Keyv();
    for (const token of ['one', 'two', 'one', 'two']) {
      await connect({ token, cache }).head(repo, 'main', soon());
    }
    expect(server.requests.map(({ status }) => status)).toEqual([200, 200, 304, 304]);
    await expect(connect({ cache }).head(repo, 'main', soon())).rejects.toMatchObject(
      refusal('denied', /GITHUB_TOKEN/),
    );
  });

  it.each([
    [
      'holds what this version does not understand',
      { get: async () => ({ etag: 'x', body: 1, last_page: null }), set: async () => true },
    ],
    ['fails', { get: () => Promise.reject(new Error('gone')), set: () => Promise.reject(new Error('gone')) }],
  ])('answers all the same when its cache %s', async (_, cache) => {
    const { connect } = await scene();
    expect((await connect({ cache }).head(repo, 'main', soon())).subject).toBe('c');
  });

  it('sends one request for all who ask the same at once, each with a deadline of its own', async () => {
    const { server, connect } = await scene();
    server.fault = (_path, nth) => (nth === 1 ? { kind: 'slow', ms: 600 } : null);
    const client = connect();
    const hasty = client.head(repo, 'main', soon(100));
    const patient = Promise.all(Array.from({ length: 5 }, () => client.head(repo, 'main', soon())));
    await expect(hasty).rejects.toMatchObject(refusal('timeout', /GitHub did not answer in time/));
    expect((await patient).map(({ subject }) => subject)).toEqual(['c', 'c', 'c', 'c', 'c']);
    expect(server.requests).toHaveLength(1);
  });

  it('follows a repository that was renamed', async () => {
    const { repository, server, connect } = await scene();
    server.renamed.set('knox/old-name', repo);
    const client = connect();
    const head = await client.head('knox/old-name', 'main', soon());
    const position = await client.position('knox/old-name', 'main', head, repository.shas['a']!, soon());
    expect(position).toMatchObject({ state: 'behind', behind: 2 });
  });

  it('tries again after a passing fault', async () => {
    const { server, connect } = await scene();
    server.fault = (_path, nth) =>
      nth === 1
        ? { kind: 'status', status: 502, message: 'Bad Gateway' }
        : nth === 2
          ? { kind: 'reset' }
          : null;
    expect((await connect().head(repo, 'main', soon())).subject).toBe('c');
    expect(server.requests.map(({ status }) => status)).toEqual([502, 0, 200]);
  });

  it('waits for a limit that ends in a moment', async () => {
    const { server, connect } = await scene();
    server.fault = (_path, nth) => (nth === 1 ? { kind: 'retry_after', seconds: 1 } : null);
    expect((await connect().head(repo, 'main', soon())).subject).toBe('c');
  });
});
