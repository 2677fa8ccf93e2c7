import { describe, expect, it } from 'vitest';
import { refusal, repo, scene } from '../../support/clients/github-scene.ts';
import { soon } from '../../support/clients/repository-clients.ts';

describe('GitHub when it cannot answer', () => {
  it.each([
    ['a branch that is gone', repo, 'trunk', 'malformed', /has no branch trunk/],
    [
      'a repository that is gone or hidden',
      'knox/gone',
      'main',
      'denied',
      /knox\/gone does not exist.*GITHUB_TOKEN/,
    ],
    ['a name that is none', 'knox', 'main', 'malformed', /not owner\/repo/],
  ])('names %s', async (_, name, branch, kind, message) => {
    const { connect } = await scene();
    await expect(connect().head(name, branch, soon())).rejects.toMatchObject(refusal(kind, message));
  });

  it('says so of an empty repository, and of a token that is refused', async () => {
    const { server, connect } = await scene([]);
    await expect(connect().head(repo, 'main', soon())).rejects.toMatchObject(refusal('malformed', /empty/));
    server.tokens.add('good');
    const head = connect({ token: 'bad' }).head(repo, 'main', soon());
    await expect(head).rejects.toMatchObject(refusal('denied', /renew GITHUB_TOKEN/));
  });

  it('tells a repository that went out of coverage from an unknown commit', async () => {
    const { server, connect } = await scene();
    const client = connect();
    const head = await client.head(repo, 'main', soon());
    expect(await client.position(repo, 'main', head, 'e'.repeat(40), soon())).toEqual({
      state: 'unknown_commit',
    });
    server.repositories.clear();
    const position = client.position(repo, 'main', head, 'f'.repeat(40), soon());
    await expect(position).rejects.toMatchObject(refusal('denied', /does not exist/));
  });

  it.each([
    ['a login page', { kind: 'html' }, 'malformed', /GITHUB_API_URL/],
    [
      'JSON of something else',
      { kind: 'status', status: 200, message: 'hello' },
      'malformed',
      /GITHUB_API_URL/,
    ],
    [
      'lasting errors',
      { kind: 'status', status: 503, message: 'Unicorn' },
      'unreachable',
      /answered 503.*Unicorn/,
    ],
    [
      'a refusal',
      { kind: 'status', status: 403, message: 'Resource not accessible' },
      'denied',
      /Resource not accessible/,
    ],
    ['connections that break', { kind: 'reset' }, 'unreachable', /could not be reached/],
    [
      'its limit',
      { kind: 'rate_limit', resetIn: 1800 },
      'denied',
      /rate limit is used up, resets at \d{4}-.*Z: set GITHUB_TOKEN/,
    ],
    ['its second limit', { kind: 'retry_after', seconds: 90 }, 'denied', /rate limit is used up, resets at/],
  ] as const)('reports %s with the reason', async (_, fault, kind, message) => {
    const { server, connect } = await scene();
    server.fault = () => fault;
    await expect(connect().head(repo, 'main', soon())).rejects.toMatchObject(refusal(kind, message));
  });

  it('says when the limit ends as GitHub asks to be left alone', async () => {
    const { server, connect } = await scene();
    server.fault = () => ({ kind: 'retry_after', seconds: 7200 });
    const refused = await connect().head(repo, 'main', soon()).then(JSON.stringify, String);
    const resetsAt = Date.parse(/resets at (\S+Z)/.exec(refused)?.[1] ?? '');
    expect(Math.abs(resetsAt - Date.now() - 7_200_000)).toBeLessThan(60_000);
  });

  it('asks no more while the limit lasts', async () => {
    const { server, connect } = await scene();
    server.fault = () => ({ kind: 'rate_limit', resetIn: 1800 });
    const client = connect();
    await expect(client.head(repo, 'main', soon())).rejects.toMatchObject(refusal('denied', /rate limit/));
    await expect(client.head('knox/other', 'main', soon())).rejects.toMatchObject(
      refusal('denied', /rate limit/),
    );
    expect(server.requests).toHaveLength(1);
  });

  it('ends at the deadline when GitHub hangs, and lets go of the connection', async () => {
    const { server, connect } = await scene();
    server.fault = () => ({ kind: 'hang' });
    await expect(connect().head(repo, 'main', soon(300))).rejects.toMatchObject(
      refusal('timeout', /in time/),
    );
    await expect.poll(() => server.connections(), { timeout: 5000 }).toBe(0);
  });

  it('is unreachable where nothing listens', async () => {
    const { server, connect } = await scene();
    await server.close();
    await expect(connect().head(repo, 'main', soon())).rejects.toMatchObject(
      refusal('unreachable', /could not be reached/),
    );
  });
});
