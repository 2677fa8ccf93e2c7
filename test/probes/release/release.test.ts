import { describe, expect, it } from 'vitest';
import { releaseKey } from '../../../src/facts/release.ts';
import { probeRelease } from '../../../src/probes/release/release.ts';
import { serveBoth, soon } from '../../support/clients/repository-clients.ts';
import { aRun } from '../../support/servers/github-runs.ts';
import type { PlannedCommit } from '../../support/repositories.ts';

const plans: PlannedCommit[] = ['a', 'b', 'c'].map((name, index) => ({
  name,
  date: `2026-03-0${index + 1}T12:00:00Z`,
  message: name,
}));

describe('probing a release', () => {
  it('reads the head once and places each revision once, however it is written', async () => {
    const { repository, server, clients } = await serveBoth(plans);
    const { client, repo } = clients.github;
    const a = repository.shas['a']!;
    const revisions = [a, a.toUpperCase(), a.slice(0, 9), repository.shas['c']!, 'd'.repeat(40)];
    const release = await probeRelease(client, repo, 'main', revisions, soon());
    expect(release).toMatchObject({ ok: true, value: { head: { subject: 'c' } } });
    expect(release.ok && release.value.positions).toMatchObject({
      [a]: { ok: true, value: { state: 'behind', behind: 2 } },
      [a.slice(0, 9)]: { ok: true, value: { state: 'behind', behind: 2 } },
      [repository.shas['c']!]: { ok: true, value: { state: 'identical' } },
      ['d'.repeat(40)]: { ok: true, value: { state: 'unknown_commit' } },
    });
    expect(release.ok && Object.keys(release.value.positions)).toHaveLength(4);
    expect(server.requests.filter(({ path }) => path.includes('/commits/heads'))).toHaveLength(1);
    expect(server.requests.filter(({ path }) => path.includes(`/compare/${a}`))).toHaveLength(1);
  });

  it('keeps the head and the other positions when one revision cannot be placed', async () => {
    const { repository, server, clients } = await serveBoth(plans);
    const { client, repo } = clients.github;
    const { a, b } = repository.shas;
    server.fault = (path) =>
      path.includes(`/compare/${a}`) ? { kind: 'status', status: 403, message: 'no' } : null;
    const release = await probeRelease(client, repo, 'main', [a!, b!, 'not a sha'], soon());
    expect(release.ok && release.value.positions).toMatchObject({
      [a!]: { ok: false, reason: 'denied' },
      [b!]: { ok: true, value: { behind: 1 } },
      'not a sha': { ok: false, reason: 'malformed' },
    });
  });

  it.each([
    ['unreachable', 'git', (): string => '/nowhere/at/all', 'main'],
    ['malformed', 'git', (repo: string): string => repo, 'trunk'],
    ['malformed', 'git', (): string => 'ext::sh -c true', 'main'],
    ['denied', 'github', (): string => 'knox/hidden', 'main'],
  ] as const)(
    'is %s, and throws nothing, where the head cannot be read (%s)',
    async (reason, kind, repo, branch) => {
      const { clients } = await serveBoth(plans);
      const release = await probeRelease(
        clients[kind].client,
        repo(clients[kind].repo),
        branch,
        ['a'.repeat(40)],
        soon(),
      );
      expect(release).toMatchObject({ ok: false, reason });
    },
  );

  it('is a timeout once the deadline has passed', async () => {
    const { clients } = await serveBoth(plans);
    for (const { client, repo } of [clients.github, clients.git]) {
      const release = await probeRelease(client, repo, 'main', [], AbortSignal.abort());
      expect(release).toMatchObject({ ok: false, reason: 'timeout' });
    }
  });

  it('tells two branches of a repository apart', () => {
    expect(releaseKey('knox/shiva', 'main')).not.toBe(releaseKey('knox/shiva', 'next'));
  });
});

describe('the last good run of CI beside a release', () => {
  it('is asked only where it is wanted, and is none for a git remote', async () => {
    const { repository, server, clients } = await serveBoth(plans);
    const run = aRun({ head_sha: repository.shas['b']! });
    server.runs.set('knox/akashic-records', [run]);
    const { github, git } = clients;
    const unasked = await probeRelease(github.client, github.repo, 'main', [], soon());
    expect(unasked).toMatchObject({ ok: true, value: { last_good_run: null } });
    expect(server.requests).toHaveLength(1);
    const asked = await probeRelease(github.client, github.repo, 'main', [], soon(), { images: [null] });
    expect(asked).toMatchObject({ value: { last_good_run: { ok: true, value: { sha: run.head_sha } } } });
    const local = await probeRelease(git.client, git.repo, 'main', [], soon(), { images: [null] });
    expect(local).toMatchObject({ ok: true, value: { last_good_run: { ok: true, value: null } } });
  });

  it.each([
    [{ kind: 'status', status: 403, message: 'Resource not accessible' }, 'unsupported', 20_000],
    [{ kind: 'status', status: 404, message: 'Not Found' }, 'unsupported', 20_000],
    [{ kind: 'rate_limit', resetIn: 1800 }, 'denied', 20_000],
    [{ kind: 'hang' }, 'timeout', 2000],
  ] as const)('leaves head and positions position for %j', async (fault, reason, ms) => {
    const { repository, server, clients } = await serveBoth(plans);
    const { client, repo } = clients.github;
    server.fault = (path) => (path.endsWith('/actions/runs') ? fault : null);
    const revisions = [repository.shas['c']!];
    const release = await probeRelease(client, repo, 'main', revisions, soon(ms), { images: [null] });
    expect(release).toMatchObject({
      ok: true,
      value: {
        head: { subject: 'c' },
        positions: { [revisions[0]!]: { ok: true, value: { state: 'identical' } } },
        last_good_run: { ok: false, reason },
      },
    });
  });
});
