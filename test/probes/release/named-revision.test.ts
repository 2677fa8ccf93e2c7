import { beforeEach, describe, expect, it } from 'vitest';
import { compare } from '../../support/comparison/compare.ts';
import type { Comparison } from '../../../src/comparison/comparison.ts';
import { observe } from '../../../src/probes/run.ts';
import { serveBoth } from '../../support/clients/repository-clients.ts';
import type { Both } from '../../support/clients/repository-clients.ts';
import { aMachine, anEndpoint, aService } from '../../support/facts/observed.ts';
import { aPlan, clients, limits, serve } from '../../support/probes/run-scene.ts';
import type { PlannedCommit } from '../../support/repositories.ts';

const plans: PlannedCommit[] = ['a', 'b', 'c'].map((name, index) => ({
  name,
  date: `2026-03-0${index + 1}T12:00:00Z`,
  message: name,
}));

describe.each(['git', 'github'] as const)('what a service calls its version, held against %s', (kind) => {
  let both: Both;

  beforeEach(async () => {
    both = await serveBoth(plans);
    const { shas } = both.repository;
    const git = async (...args: string[]) => await both.repository.git(...args);
    await git('tag', 'v1.4.2', shas['a']!);
    const who = ['-c', 'user.name=knox', '-c', 'user.email=knox@example.org'];
    await git(...who, 'tag', '-a', '-m', 'two', '2.0.0', shas['c']!);
    await git('tag', 'v3.0.0', shas['a']!);
    await git('tag', '3.0.0', shas['b']!);
    await git('tag', 'nightly', shas['c']!);
  });

  async function audited(version: string): Promise<Comparison> {
    const url = `${await serve((_, response) => response.end(JSON.stringify({ version, pid: 1, uptime_seconds: 9 })))}/`;
    const { client, repo } = both.clients[kind];
    const services = [aService({ machine: 'box', repo, endpoints: [anEndpoint({ url })] })];
    const machines = [aMachine({ name: 'box', ssh: false })];
    const plan = aPlan({ services, machines });
    const observations = await observe(plan, clients({ repository: () => client }), limits, () => {});
    return compare({ ...plan, observations, only: 'all', now: Date.parse('2026-03-04T12:00:00Z') });
  }

  /** `{a:12}` stands for the first 12 digits of a's SHA. */
  const filled = (text: string) =>
    text.replaceAll(/\{(\w):(\d+)\}/g, (_, name: string, digits: string) =>
      both.repository.shas[name]!.slice(0, Number(digits)),
    );

  it.each([
    ['1.0.0+{c:40}', [], 0],
    ['1.0.0+{a:40}', ['git_drift'], 2],
    ['v0.0.0-20260301120000-{a:12}', ['git_drift'], 2],
    ['v0.0.0-20260303120000-{c:12}', [], 0],
    ['1.4.2-{b:7}', ['git_drift'], 1],
    ['sha-{c:7}', [], 0],
    ['main-{a:9}', ['git_drift'], 2],
    ['1.2.dev3+g{c:9}.d20240301', ['dirty_build'], 0],
    ['1.0.0+{c:40}-modified', ['dirty_build'], 0],
    ['{c:7}-dirty', ['dirty_build'], 0],
    ['v1.4.2', ['git_drift'], 2],
    ['1.4.2', ['git_drift'], 2],
    ['2.0.0', [], 0],
    ['v2.0.0', [], 0],
    ['v2.0.0-dirty', ['dirty_build'], 0],
  ])('%s is a commit', async (version, types, behind) => {
    const { findings, services } = await audited(filled(version));
    expect(findings.map(({ type }) => type)).toEqual(types);
    expect(services).toMatchObject([
      { commits_behind: behind, status: types.length > 0 ? 'drift' : 'in_sync' },
    ]);
  });

  it.each([
    '1.0.0+0123456789abcdef0123456789abcdef01234567',
    '1.4.3-deadbee',
    'v0.0.0-20260301120000-deadbeefdead',
    '20260301',
    '1.4.2-20260301',
    '9.9.9',
    '3.0.0',
    'nightly',
    '550e8400-e29b-41d4-a716-446655440000',
    '{a:7}-{c:7}',
  ])('%s names nothing that is known, and is never in sync', async (version) => {
    const { findings, services } = await audited(filled(version));
    expect(findings.map(({ type }) => type)).toEqual(['version_unknown']);
    expect(services).toMatchObject([{ running_sha: null, commits_behind: null, status: 'drift' }]);
  });
});
