import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import { seen, unseen } from '../../src/facts/observation.ts';
import { headSha, runningSha } from '../support/builders.ts';
import { aRelease, aService, aSituation, aTradingService } from '../support/facts/observed.ts';
import {
  answering,
  findingOf,
  releaseOfAkashic,
  releasing,
  running,
  statusesIn,
  typesIn,
} from '../support/comparison/scene.ts';
import { isRated } from '../support/findings/is-rated.ts';

const akashic = 'akashic-records';

describe('a repository that could not be read', () => {
  it('makes its services unknown, in one finding', () => {
    const services = [aService(), aService({ name: 'indexer' })];
    const situation = releasing(aSituation({ services }), unseen('denied', 'GitHub refuses the token'));
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(findingOf(situation, 'probe_failed')).toMatchObject({
      service: null,
      machine: null,
      evidence: { services: [akashic, 'indexer'] },
    });
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown', indexer: 'unknown' });
  });

  it('is one finding for the API where all fail alike, CRITICAL if one trades', () => {
    const situation = aSituation({ services: [aService(), aTradingService()] });
    for (const each of Object.keys(situation.observations.releases)) {
      situation.observations.releases[each] = unseen(
        'unreachable',
        `GitHub could not be reached for ${each.split('#')[0]}: reset`,
        'GITHUB_UNREACHABLE',
      );
    }
    expect(compare(situation).findings).toMatchObject([
      { type: 'probe_failed', severity: 'CRITICAL', evidence: { services: [akashic, 'shiva'] } },
    ]);
  });

  it('is a finding each where nothing says that they share a cause, whatever the words are', () => {
    const situation = aSituation({ services: [aService(), aTradingService()] });
    for (const each of Object.keys(situation.observations.releases))
      situation.observations.releases[each] = unseen('malformed', 'it is empty');
    expect(typesIn(situation)).toEqual(['probe_failed', 'probe_failed']);
  });

  it('is two findings where they fail for different reasons', () => {
    const situation = aSituation({ services: [aService(), aTradingService()] });
    situation.observations.releases[releaseOfAkashic] = unseen('denied', 'private');
    situation.observations.releases['Invictus-Labs/shiva#main'] = unseen('malformed', 'empty');
    expect(typesIn(situation)).toEqual(['probe_failed', 'probe_failed']);
  });

  it('is unknown where only the position could not be had', () => {
    const situation = running(runningSha, null);
    situation.observations.releases[releaseOfAkashic] = seen(
      aRelease({ positions: { [runningSha]: unseen('timeout', 'too slow') } }),
    );
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(compare(situation).services[0]).toMatchObject({
      status: 'unknown',
      running_sha: runningSha,
      expected_sha: headSha,
    });
  });

  it('is unknown where nobody asked about the revision or the repository', () => {
    expect(statusesIn(running(runningSha, null))).toEqual({ [akashic]: 'unknown' });
    const situation = aSituation();
    situation.observations.releases = {};
    expect(statusesIn(situation)).toEqual({ [akashic]: 'unknown' });
    expect(findingOf(situation, 'probe_failed').summary).toContain('the repository was not read');
  });
});

it('says that its health was not seen, where nobody could ask for it', () => {
  const situation = answering(aSituation(), akashic, unseen('unreachable', 'no name server', 'EAI_AGAIN'));
  expect(compare(situation).gaps.map(({ fact }) => fact)).toContain('health on tailscale');
});

isRated('probe_failed', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
