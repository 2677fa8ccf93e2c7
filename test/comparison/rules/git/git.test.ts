import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import { seen } from '../../../../src/facts/observation.ts';
import type { BranchPosition } from '../../../../src/facts/release.ts';
import { headSha, runningSha } from '../../../support/builders.ts';
import { aCommit, aRelease, aService, aSituation, aPosition } from '../../../support/facts/observed.ts';
import {
  answering,
  findingOf,
  refused,
  releasing,
  running,
  statusesIn,
  typesIn,
  withoutSsh,
} from '../../../support/comparison/scene.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

const akashic = 'akashic-records';

describe('git_drift', () => {
  it("reads as the lesson's sentence", () => {
    const { summary, severity, expected, actual } = findingOf(running(runningSha, aPosition()), 'git_drift');
    expect(summary).toBe(
      'akashic-records on knox-mac-mini is running commit a3f8c21 (2026-03-27), main is b9d1e44 (2026-03-29). 4 commits behind. Last changed: indexer.py — reindex logic updated.',
    );
    expect([severity, expected, actual]).toEqual(['HIGH', headSha, runningSha]);
  });

  it.each([
    ['one commit', { behind: 1 }, '. 1 commit behind. '],
    [
      'dates in UTC',
      { commit: aCommit({ sha: runningSha, date: '2026-03-27T23:30:00-04:00' }) },
      '(2026-03-28), main',
    ],
    ['no file', { last_file: null }, 'Last changed: reindex logic updated.'],
    ['a date that is none', { commit: aCommit({ sha: runningSha, date: 'soon' }) }, 'commit a3f8c21, main'],
  ])('copes with %s', (_what, over, part) => {
    expect(findingOf(running(runningSha, aPosition(over)), 'git_drift').summary).toContain(part);
  });

  it('quotes a hostile commit message as plain text', () => {
    const head = aCommit({
      subject: `\u001B[31mfix\u001B[0m\r\npush with --token abc123 \u202E${'x'.repeat(500)}`,
    });
    const situation = answering(aSituation(), akashic, { version: runningSha });
    const { summary } = findingOf(
      releasing(situation, seen(aRelease({ head, positions: { [runningSha]: seen(aPosition()) } }))),
      'git_drift',
    );
    expect(summary).toMatch(/Last changed: indexer\.py — fix push with --token \[redacted\] x+….$/);
    expect(summary).not.toMatch(/[\p{Cc}\p{Cf}]|abc123/u);
  });

  it('is matched by a short SHA in any case', () => {
    expect(typesIn(running('A3F8C21', aPosition(), 'a3f8c21'))).toEqual(['git_drift']);
    expect(typesIn(running(headSha.slice(0, 7).toUpperCase(), null))).toEqual([]);
  });

  it('names the branch that the manifest names', () => {
    const service = aService({ branch: 'live' });
    const situation = answering(aSituation({ services: [service] }), akashic, { version: runningSha });
    situation.observations.releases['Invictus-Labs/akashic-records#live'] = seen(
      aRelease({ positions: { [runningSha]: seen(aPosition()) } }),
    );
    expect(findingOf(situation, 'git_drift').summary).toContain(', live is b9d1e44 (2026-03-29).');
  });

  it('keeps its id as commits move', () => {
    const first = findingOf(running(runningSha, aPosition()), 'git_drift').id;
    const later = findingOf(
      running('c'.repeat(40), aPosition({ behind: 9 }), 'c'.repeat(40)),
      'git_drift',
    ).id;
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(later).toBe(first);
  });

  it('fills in the state of the service', () => {
    const [state] = compare(running('A3F8C21', aPosition(), 'a3f8c21')).services;
    expect(state).toMatchObject({
      status: 'drift',
      running_sha: 'a3f8c21',
      expected_sha: headSha,
      commits_behind: 4,
    });
  });
});

describe('other positions', () => {
  it.each<[BranchPosition, types: string[], part: string]>([
    [aPosition({ state: 'ahead', behind: 0, ahead: 2 }), ['git_ahead'], '2 commits ahead'],
    [
      aPosition({ state: 'diverged', behind: 3, ahead: 1 }),
      ['git_diverged'],
      '1 commit of its own, 3 commits behind',
    ],
    [{ state: 'unknown_commit' }, ['git_unknown_commit'], 'Invictus-Labs/akashic-records does not know'],
  ])('%o', (position, types, part) => {
    const situation = running(runningSha, position);
    expect(typesIn(situation)).toEqual(types);
    expect(compare(situation).findings[0]?.summary).toContain(part);
  });
});

describe('a machine whose host key was refused', () => {
  it('has no running commit by what answers there, and says so', () => {
    const host_key = {
      state: 'changed' as const,
      algorithm: 'ssh-ed25519',
      presented: 'SHA256:x',
      pinned: [],
    };
    const situation = withoutSsh(running(runningSha, aPosition()), 'knox-mac-mini', {
      reason: 'denied',
      host_key,
    });
    const { services, gaps, findings } = compare(situation);
    expect(services).toMatchObject([{ running_sha: null, commits_behind: null, status: 'unknown' }]);
    expect(gaps.map(({ detail }) => detail).join()).toContain('may be another machine');
    expect(findings.map(({ type }) => type)).not.toContain('git_drift');
  });
});

describe('version_unknown', () => {
  it.each([
    ['a semver', '1.4.2', 'reports version 1.4.2, not a commit'],
    ['a word', 'unknown', 'reports version unknown'],
    ['nothing', null, 'reports no version'],
  ])('is %s', (_what, version, part) => {
    const situation = running(version, null);
    expect(typesIn(situation)).toEqual(['version_unknown']);
    expect(findingOf(situation, 'version_unknown').summary).toContain(part);
    expect(compare(situation).services[0]).toMatchObject({
      running_sha: null,
      commits_behind: null,
      status: 'drift',
    });
  });

  it('is a web page with status 200', () => {
    const situation = answering(aSituation(), akashic, { format: 'none', version: null });
    expect(findingOf(situation, 'version_unknown').summary).toContain(
      'something that is not a health answer',
    );
  });

  it('is a date of digits only that the repository does not know', () => {
    const situation = running('20260329', { state: 'unknown_commit' }, '20260329');
    expect(typesIn(situation)).toEqual(['version_unknown']);
    expect(compare(situation).services[0]?.running_sha).toBeNull();
  });

  it('is no finding where there is no repository to compare with', () => {
    const situation = answering(aSituation({ services: [aService({ repo: null })] }), akashic, {
      version: '1.4.2',
    });
    expect(typesIn(situation)).toEqual([]);
    expect(statusesIn(situation)).toEqual({ [akashic]: 'in_sync' });
  });

  it('is not raised beside a failed health check that shows no version', () => {
    expect(typesIn(answering(aSituation(), akashic, { status: 503, version: null }))).toEqual([
      'health_check_failed',
    ]);
    expect(typesIn(answering(aSituation(), akashic, refused))).toEqual(['health_check_failed']);
  });

  it('does not hide that a failing service is also behind', () => {
    const situation = answering(running(runningSha, aPosition()), akashic, {
      status: 503,
      version: runningSha,
    });
    expect(typesIn(situation)).toEqual(['health_check_failed', 'git_drift']);
  });
});

describe('dirty_build', () => {
  it('is a commit with changes on top, beside its drift', () => {
    expect(typesIn(running(`${headSha}-dirty`, null))).toEqual(['dirty_build']);
    expect(typesIn(running(`${runningSha}-dirty`, aPosition()))).toEqual(['dirty_build', 'git_drift']);
  });
});

isRated('git_drift', ['CRITICAL', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('git_ahead', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('git_diverged', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('git_unknown_commit', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('version_unknown', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('dirty_build', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
