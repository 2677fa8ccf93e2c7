import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serveBoth, soon, withoutUrls } from '../../support/clients/repository-clients.ts';
import type { PlannedCommit } from '../../support/repositories.ts';
import { rounds } from '../../support/property-time.ts';

const at = (hour: number) => Date.parse('2026-03-01T12:00:00Z') + hour * 3_600_000;

/** Commits that each write one file. */
function plansOf(files: readonly string[]): PlannedCommit[] {
  return files.map((file, index) => ({
    name: `n${index}`,
    date: at(index),
    message: `n${index}`,
    files: { [file]: String(index) },
  }));
}

describe.each(['git', 'github'] as const)('commits of some paths, by the client of %s', (kind) => {
  async function position(plans: PlannedCommit[], paths: string[], name = 'n0') {
    const { repository, clients, server } = await serveBoth(plans);
    const { client, repo } = clients[kind];
    const head = await client.head(repo, 'main', soon());
    const found = await client.position(repo, 'main', head, repository.shas[name]!, soon(), paths);
    const touching = await client.touching?.(repo, head, paths, soon());
    return { found: withoutUrls(found), touching, server };
  }

  const api = 'services/api';
  it.each<[what: string, files: string[], paths: string[], behind: number, state: string]>([
    ['none of which touches them', ['a', 'docs/x', 'services/web/x'], [api], 0, 'identical'],
    ['one of which does', ['a', 'docs/x', `${api}/x`, 'b'], [api], 1, 'behind'],
    ['a folder that only begins alike', ['a', `${api}-old/x`], [api], 0, 'identical'],
    ['a file', ['a', 'go.mod', 'b'], ['go.mod'], 1, 'behind'],
    ['several paths', ['a', `${api}/x`, 'lib/y', 'b', 'lib/z'], [api, 'lib'], 3, 'behind'],
    ['a pattern, which is a name', ['a', 'services/api/x'], ['services/*'], 0, 'identical'],
    ['magic, which is a name', ['a', 'b', 'c'], [':(top)', ':/', ':!a'], 0, 'identical'],
    ['an option, which is a name', ['a', 'b'], ['--all'], 0, 'identical'],
  ])('%s', async (_, files, paths, behind, state) => {
    const { found } = await position(plansOf(files), paths);
    expect(found).toMatchObject({ state, behind, ahead: 0 });
  });

  it('tell the newest and the oldest of their own', async () => {
    const { found, touching } = await position(plansOf(['a', `${api}/x`, 'b', `${api}/y`, 'c']), [api]);
    expect(found).toMatchObject({
      oldest_missing: { subject: 'n1' },
      newest_missing: { subject: 'n3' },
      files: [`${api}/x`, `${api}/y`],
      last_file: `${api}/y`,
    });
    expect(touching).toMatchObject({ subject: 'n3' });
  });

  it('that were taken back leave nothing to deploy', async () => {
    const plans = plansOf(['a', `${api}/x`]);
    plans.push({ name: 'n2', date: at(2), message: 'back', files: { [`${api}/x`]: null } });
    expect((await position(plans, [api])).found).toMatchObject({ state: 'identical', behind: 0 });
  });

  it('on a branch of its own count as ahead', async () => {
    const plans: PlannedCommit[] = [
      ...plansOf(['a', 'b']),
      {
        name: 'own',
        branch: 'fix',
        parents: ['n0'],
        date: at(3),
        message: 'own',
        files: { [`${api}/x`]: '1' },
      },
      { name: 'docs', branch: 'docs', parents: ['n0'], date: at(4), message: 'docs', files: { d: '1' } },
    ];
    expect((await position(plans, [api], 'own')).found).toMatchObject({
      state: 'ahead',
      ahead: 1,
      behind: 0,
    });
    expect((await position(plans, [api], 'docs')).found).toMatchObject({ state: 'identical' });
  });
});

describe('both clients', () => {
  it('agree on straight histories of any files, which are counted one by one', async () => {
    const folders = ['services/api', 'services/web', 'lib', 'services/api-old'];
    const files = fc.array(fc.constantFrom(...folders), { minLength: 2, maxLength: 7 });
    await fc.assert(
      fc.asyncProperty(files, async (chosen) => {
        const { repository, clients } = await serveBoth(plansOf(chosen.map((folder) => `${folder}/f`)));
        const paths = ['services/api', 'lib'];
        const answers = await Promise.all(
          [clients.git, clients.github].map(async ({ client, repo }) => {
            const head = await client.head(repo, 'main', soon());
            return withoutUrls(
              await client.position(repo, 'main', head, repository.shas['n0']!, soon(), paths),
            );
          }),
        );
        const behind = chosen.slice(1).filter((folder) => paths.includes(folder)).length;
        expect(answers[0]).toMatchObject({ behind, ahead: 0 });
        expect(answers[1]).toMatchObject({ behind, ahead: 0 });
      }),
      { numRuns: rounds(6) },
    );
  });
});
