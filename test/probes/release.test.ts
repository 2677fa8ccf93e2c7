import { describe, expect, it } from 'vitest';
import { probeRelease, releaseKey } from '../../src/probes/release.ts';
import { serveBoth, soon } from '../clients/repository-clients.ts';
import type { PlannedCommit } from '../repositories.ts';

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
    expect(release.ok && release.value.standings).toMatchObject({
      [a]: { ok: true, value: { state: 'behind', behind: 2 } },
      [a.slice(0, 9)]: { ok: true, value: { state: 'behind', behind: 2 } },
      [repository.shas['c']!]: { ok: true, value: { state: 'identical' } },
      ['d'.repeat(40)]: { ok: true, value: { state: 'unknown_commit' } },
    });
    expect(release.ok && Object.keys(release.value.standings)).toHaveLength(4);
    expect(server.requests.filter(({ path }) => path.includes('/commits/heads'))).toHaveLength(1);
    expect(server.requests.filter(({ path }) => path.includes(`/compare/${a}`))).toHaveLength(1);
  });

  it('keeps the head and the other standings when one revision cannot be placed', async () => {
    const { repository, server, clients } = await serveBoth(plans);
    const { client, repo } = clients.github;
    const { a, b } = repository.shas;
    server.fault = (path) =>
      path.includes(`/compare/${a}`) ? { kind: 'status', status: 403, message: 'no' } : null;
    const release = await probeRelease(client, repo, 'main', [a!, b!, 'not a sha'], soon());
    expect(release.ok && release.value.standings).toMatchObject({
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
