import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import type { Situation } from '../../src/comparison/rule.ts';
import { releaseKey } from '../../src/facts/release.ts';
import type { Service } from '../../src/inventory/manifest.ts';
import type { FileFact } from '../../src/facts/files/file.ts';
import { seen, unseen } from '../../src/facts/observation.ts';
import type { Observation } from '../../src/facts/observation.ts';
import { aService } from '../support/facts/observed.ts';
import { oneFile } from '../support/comparison/file-scene.ts';
import { findingOf, statusesIn, typesIn } from '../support/comparison/scene.ts';

const [one, other] = ['1a'.repeat(32), '2b'.repeat(32)];
const repo_path = 'config/app.yaml';
const declared = { repo_path };
const content = (sha256: string): Partial<FileFact> => ({ sha256: seen(sha256) });

/** The file on the machine, and what the repository has at `config/app.yaml`; undefined: nobody asked. */
function situationOf(
  file: Partial<Service['files'][number]>,
  fact: Partial<FileFact>,
  inRepository: Observation<string | null> | undefined,
): Situation {
  const situation = oneFile(file, fact);
  const { repo, branch } = aService();
  const key = releaseKey(repo ?? '', branch);
  const release = situation.observations.releases[key];
  if (!release?.ok) throw new Error('the scene has no release');
  const files = inRepository ? { [repo_path]: inRepository } : {};
  const releases = { ...situation.observations.releases, [key]: seen({ ...release.value, files }) };
  return { ...situation, observations: { ...situation.observations, releases } };
}

describe('a file that is to be as in its repository', () => {
  it.each([
    ['has the content of the head', declared, content(one), seen(one), []],
    ['has other content', declared, content(other), seen(one), ['config_changed']],
    ['is as both describe it', { repo_path, sha256: one }, content(one), seen(one), []],
    [
      'is as the manifest says, and not as the head',
      { repo_path, sha256: other },
      content(other),
      seen(one),
      ['config_changed'],
    ],
    [
      'is as the head, and not as the manifest says',
      { repo_path, sha256: other },
      content(one),
      seen(one),
      ['config_changed'],
    ],
    ['is as neither: one finding', { repo_path, sha256: one }, content(other), seen(one), ['config_changed']],
    [
      'is a folder',
      declared,
      { type: 'directory' as const, mode: '0755', sha256: null },
      seen(one),
      ['config_changed'],
    ],
  ])('%s', (_what, file, fact, inRepository, types) => {
    const situation = situationOf(file, fact, inRepository);
    expect(typesIn(situation)).toEqual(types);
    expect(statusesIn(situation)).toEqual({ 'akashic-records': types.length > 0 ? 'drift' : 'in_sync' });
  });

  it.each([
    ['the repository could not be read there', content(one), unseen('denied', 'no right'), 'no right'],
    ['the head has no such file', content(one), seen(null), 'the head of main has no such file'],
    ['nobody asked the repository', content(one), undefined, 'the repository was not read'],
    ['the machine did not show it', { sha256: unseen('denied', 'shut') }, seen(one), 'shut'],
    ['nobody hashed it', { sha256: null }, seen(one), 'not read'],
  ])('is unknown where %s', (_what, fact, inRepository, detail) => {
    const situation = situationOf(declared, fact, inRepository);
    expect(statusesIn(situation)).toEqual({ 'akashic-records': 'unknown' });
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(compare(situation).gaps).toMatchObject([{ detail: expect.stringContaining(detail) }]);
  });

  it('says which side says what, and what to do', () => {
    const finding = findingOf(situationOf(declared, content(other), seen(one)), 'config_changed');
    expect(finding).toMatchObject({ expected: one, actual: other, evidence: { repo_path } });
    expect(finding.summary).toMatch(
      /the content of \S+ is not what config\/app\.yaml of Invictus-Labs\/akashic-records holds at \w{7} \(2026-03-29\): .* Deploy the file of main, or commit this one\.$/,
    );
  });
});
