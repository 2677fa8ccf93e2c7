import { join } from 'node:path';
import { array, assert, asyncProperty, constantFrom } from 'fast-check';
import { Keyv } from 'keyv';
import { describe, expect, it } from 'vitest';
import { createGitHubClient } from '../../../src/clients/github/github.ts';
import type { Branch } from '../../../src/clients/repository/repository.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { createRepository } from '../../support/repositories.ts';
import { branchesOf, heads, plans, serve } from '../../support/clients/github-fleet.ts';
import { soon } from '../../support/clients/repository-clients.ts';
import { rounds } from '../../support/property-time.ts';

const day = (number: number) => `2026-03-0${number}T12:00:00Z`;

describe('many branches at once', () => {
  it('cost few requests the first time, and no rate while nothing changes', async () => {
    const scene = await serve(200);
    const { server, repository, connect } = scene;
    const first = await heads(connect(), branchesOf(scene));
    expect(new Set(first.map((head) => JSON.stringify({ ...head, url: '' }))).size).toBe(1);
    expect(first[7]).toMatchObject({ sha: repository.shas['b'], subject: 'reindex logic updated' });
    expect(server.requests.length).toBeLessThan(20);
    expect(server.charged).toEqual({ core: 0, graphql: 4 });

    // In another process, with what the first one kept.
    server.requests.splice(0);
    expect(await heads(connect(), branchesOf(scene))).toEqual(first);
    expect(server.charged).toEqual({ core: 0, graphql: 4 });
    expect(server.requests.every(({ status }) => status === 304)).toBe(true);
  });

  it('ask anew only for those that moved, together', async () => {
    const scene = await serve(3);
    const { server, connect } = scene;
    const client = connect();
    await heads(client, branchesOf(scene));
    const other = await createRepository(join(await testFolder(), 'other.git'), plans);
    const { c } = await other.commit([{ name: 'c', date: day(3), message: 'c' }]);
    server.repositories.set('knox/r1', other);
    server.requests.splice(0);
    const again = await heads(client, branchesOf(scene));
    expect(again[1]).toMatchObject({ sha: c, subject: 'c' });
    expect(
      server.requests.map(({ path, status }) => `${path.split('/').at(-1)} ${status}`).toSorted(),
    ).toEqual(['graphql 200', 'heads%2Fmain 200', 'heads%2Fmain 304', 'heads%2Fmain 304']);
    // Back to an older commit: that is a move too.
    server.repositories.set('knox/r1', scene.repository);
    expect(await heads(client, branchesOf(scene))).toMatchObject([
      {},
      { subject: 'reindex logic updated' },
      {},
    ]);
  });

  it('never hold what was deployed meanwhile against an older head', async () => {
    const scene = await serve(2);
    const { repository, server, connect } = scene;
    const audit = connect().forAudit?.(branchesOf(scene), soon());
    await audit?.head('knox/r0', 'main', soon());
    const { c } = await repository.commit([{ name: 'c', date: day(3), message: 'c' }]);
    expect(await audit?.head('knox/r0', 'main', soon(), [c!])).toMatchObject({ sha: c });
    server.requests.splice(0);
    // What still is the head costs no rate to be sure of, and what runs the head needs nobody asked.
    const { core } = server.charged;
    const next = connect().forAudit?.(branchesOf(scene), soon());
    expect(await next?.head('knox/r1', 'main', soon(), [repository.shas['a']!])).toMatchObject({ sha: c });
    expect(server.charged.core - core).toBeLessThanOrEqual(2);
  });

  it('are asked at the right address of GitHub Enterprise', async () => {
    const scene = await serve(2);
    await heads(scene.connect('/api/v3'), branchesOf(scene));
    expect(scene.server.requests).toEqual([{ path: '/api/graphql', status: 200 }]);
  });

  it('are asked one by one without a token', async () => {
    const scene = await serve(2);
    const { server } = scene;
    server.tokens.clear();
    const client = createGitHubClient({ token: null, baseUrl: server.url, cache: new Keyv() });
    expect(await heads(client, branchesOf(scene))).toMatchObject([{ sha: scene.repository.shas['b'] }, {}]);
    expect(server.requests.map(({ path }) => path).toSorted()).toEqual([
      '/repos/knox/r0/commits/heads%2Fmain',
      '/repos/knox/r1/commits/heads%2Fmain',
    ]);
  });

  it.each([
    ['errors', { kind: 'status', status: 502, message: 'Bad Gateway' }],
    ['connections that break', { kind: 'reset' }],
    ['a page', { kind: 'html' }],
    ['a refusal', { kind: 'status', status: 403, message: 'Resource not accessible' }],
    ['its own limit', { kind: 'graphql_limit' }],
  ] as const)('are asked one by one where asking together gets %s', async (_, fault) => {
    const scene = await serve(3);
    scene.server.fault = (path) => (path.endsWith('/graphql') ? fault : null);
    const answers = await heads(scene.connect(), branchesOf(scene));
    expect(answers).toMatchObject(answers.map(() => ({ sha: scene.repository.shas['b'] })));
  });

  it('leave GitHub alone once it asks for that', async () => {
    const scene = await serve(120);
    scene.server.fault = () => ({ kind: 'retry_after', seconds: 90 });
    const answers = await heads(scene.connect(), branchesOf(scene));
    expect(answers[0]).toMatchObject({
      kind: 'denied',
      message: expect.stringMatching(/rate limit/) as string,
    });
    expect(scene.server.requests).toHaveLength(1);
  });

  it('end at the deadline, and let the others be asked one by one', async () => {
    const scene = await serve(2);
    scene.server.fault = (path) => (path.endsWith('/graphql') ? { kind: 'hang' } : null);
    const audit = scene.connect().forAudit?.(branchesOf(scene), soon(300));
    expect(await audit?.head('knox/r0', 'main', soon())).toMatchObject({ subject: 'reindex logic updated' });
  });
});

describe('asked together or one by one', () => {
  it('gives the same heads and the same reasons', async () => {
    const kinds = constantFrom('fine', 'gone', 'empty', 'no branch', 'renamed', 'odd', 'no name', 'hidden');
    const odd = await createRepository(join(await testFolder(), 'odd.git'), [
      {
        name: 'odd',
        date: '2026-03-01T01:02:03+05:30',
        message: Buffer.from('\n\u001b[31mred \u202Eevil "\\ \u00fc\r\n'),
      },
    ]);
    const empty = await createRepository(join(await testFolder(), 'empty.git'));
    await assert(
      asyncProperty(array(kinds, { minLength: 1, maxLength: 12 }), async (choices) => {
        const scene = await serve(1);
        const { server, repository, connect } = scene;
        const branches = choices.map((kind, index): Branch => {
          const repo = kind === 'no name' ? 'knox' : `knox/${kind.replace(' ', '-')}-${index}`;
          if (kind === 'renamed') server.renamed.set(repo, 'knox/r0');
          else if (kind !== 'gone' && kind !== 'hidden')
            server.repositories.set(repo, kind === 'empty' ? empty : kind === 'odd' ? odd : repository);
          return { repo, branch: kind === 'no branch' ? 'trunk' : 'main' };
        });
        const client = connect();
        const alone = await Promise.all(
          branches.map(({ repo, branch }) =>
            client
              .head(repo, branch, soon())
              .catch(({ kind, message }: Error & { kind: string }) => ({ kind, message })),
          ),
        );
        for (const round of ['cold', 'warm']) {
          expect({ round, answers: await heads(client, branches) }).toEqual({ round, answers: alone });
        }
      }),
      { numRuns: rounds(8) },
    );
  });
});
