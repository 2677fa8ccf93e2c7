import { describe, expect, it } from 'vitest';
import type { Severity } from '../../src/findings/severity.ts';
import type { Found } from '../../src/findings/finding.ts';
import { advance } from '../../src/report/lifecycle.ts';
import type { LifecycleContext } from '../../src/report/lifecycle.ts';
import type { OpenFinding } from '../../src/findings/open-finding.ts';
import { aFinding } from '../support/builders.ts';
import { aCoverage } from '../support/report/coverage.ts';
import { anOpenFinding } from '../support/report/open-finding.ts';

const sunday = '2026-03-29T18:00:00.000Z';
const monday = '2026-03-30T18:00:00.000Z';

function aFound(over: Partial<Found> = {}): Found {
  const { status: _status, first_seen: _since, ...found } = aFinding({ id: 'a', ...over });
  return found;
}

function aMoment(over: Partial<LifecycleContext> = {}): LifecycleContext {
  return {
    now: monday,
    told_at: monday,
    coverage: aCoverage(),
    muteOf: () => null,
    watch: false,
    clearAt: () => null,
    damped: false,
    shown: false,
    ...over,
  };
}

function openSince(
  first_seen: string,
  over: Partial<OpenFinding> = {},
  severity: Severity = 'HIGH',
): OpenFinding {
  const finding = aFinding({ id: 'a', first_seen, severity, status: 'new' });
  return anOpenFinding(finding, { told: severity, ...over });
}

const blind = aCoverage({ blind: { 'akashic-records': ['git_drift'] } });

function ids(findings: { id: string }[]): string[] {
  return findings.map(({ id }) => id);
}

describe('what stands after an audit', () => {
  it('is new and told where nothing stood before', () => {
    const { findings, standing, news } = advance([], [aFound()], aMoment());
    expect(findings).toEqual([{ ...aFound(), status: 'new', first_seen: monday }]);
    expect(standing).toMatchObject([{ told: 'HIGH', acknowledged: null }]);
    expect(ids(news.opened)).toEqual(['a']);
  });

  it('keeps since when it stands, is shown as it is now, and is not told again', () => {
    const { findings, news } = advance([openSince(sunday)], [aFound({ summary: 'now' })], aMoment());
    expect(findings).toMatchObject([{ status: 'ongoing', first_seen: sunday, summary: 'now' }]);
    expect(news).toEqual({ opened: [], worsened: [], resolved: [] });
  });

  it('is told again where it is worse, and not where it is less bad or as bad as once', () => {
    const before = [openSince(sunday)];
    const worse = advance(before, [aFound({ severity: 'CRITICAL' })], aMoment());
    expect(ids(worse.news.worsened)).toEqual(['a']);
    const less = advance(worse.standing, [aFound({ severity: 'LOW' })], aMoment());
    const again = advance(less.standing, [aFound({ severity: 'CRITICAL' })], aMoment());
    for (const { news } of [less, again]) expect(news).toEqual({ opened: [], worsened: [], resolved: [] });
  });

  it('is resolved where it was looked for in vain', () => {
    const { standing, resolved, news } = advance([openSince(sunday)], [], aMoment());
    expect([ids(resolved), standing, ids(news.resolved)]).toEqual([['a'], [], ['a']]);
  });

  it('is neither resolved nor opened by an audit that could not see it', () => {
    const before = [openSince(sunday)];
    const change = advance(before, [], aMoment({ coverage: blind }));
    expect(change).toMatchObject({ standing: before, resolved: [], news: { resolved: [] } });
  });

  it('is new again when it comes back', () => {
    const gone = advance([openSince(sunday)], [], aMoment());
    const back = advance(gone.standing, [aFound()], aMoment());
    expect(back.findings).toMatchObject([{ status: 'new', first_seen: monday }]);
    expect(ids(back.news.opened)).toEqual(['a']);
  });
});

describe('a silence', () => {
  const silence = { reason: 'maintenance: kernel', until: '2026-03-30T20:00:00.000Z' };

  it('shows the finding with its reason and tells nobody; after it, it is told', () => {
    const quiet = advance([], [aFound()], aMoment({ muteOf: () => silence }));
    expect(quiet.news.opened).toEqual([]);
    expect(quiet.findings).toMatchObject([{ status: 'new', evidence: { silenced: silence } }]);
    const later = advance(quiet.standing, [aFound()], aMoment());
    expect(ids(later.news.opened)).toEqual(['a']);
    expect(later.findings[0]?.evidence['silenced']).toBeUndefined();
  });

  it('says nothing of what came and went in it', () => {
    const quiet = advance([], [aFound()], aMoment({ muteOf: () => silence }));
    const over = advance(quiet.standing, [], aMoment());
    expect([over.standing, over.news.resolved]).toEqual([[], []]);
  });
});

describe('an acknowledgement', () => {
  const acknowledged = {
    by: 'Knox',
    reason: 'deploy on Friday',
    at: sunday,
    until: '2026-04-05T18:00:00.000Z',
    severity: 'HIGH' as const,
    copies: null,
  };

  it('is shown with who and why', () => {
    const { findings } = advance([openSince(sunday, { acknowledged })], [aFound()], aMoment());
    const { by, reason, until } = acknowledged;
    expect(findings).toMatchObject([
      { status: 'acknowledged', evidence: { acknowledged: { by, reason, until } } },
    ]);
  });

  it('is broken through when the severity rises', () => {
    const worse = aFound({ severity: 'CRITICAL' });
    const change = advance([openSince(sunday, { acknowledged })], [worse], aMoment());
    expect(change.findings).toMatchObject([{ status: 'ongoing' }]);
    expect(ids(change.news.worsened)).toEqual(['a']);
    expect(change.standing).toMatchObject([{ acknowledged: null, told: 'CRITICAL' }]);
  });

  it('ends at its time, and the finding is told once more', () => {
    const late = aMoment({ now: '2026-04-05T18:00:00.000Z' });
    const change = advance([openSince(sunday, { acknowledged })], [aFound()], late);
    expect(ids(change.news.opened)).toEqual(['a']);
    const after = advance(change.standing, [aFound()], late);
    expect(after.news.opened).toEqual([]);
  });
});

describe('a damped schedule', () => {
  /** one letter a scan: S seen, - looked for in vain; the answer says where it was told (T) and resolved (R) */
  function told(scans: string, severity: Severity = 'HIGH'): string {
    let standing: OpenFinding[] = [];
    return Array.from(scans, (scan) => {
      const change = advance(standing, scan === 'S' ? [aFound({ severity })] : [], aMoment({ damped: true }));
      standing = change.standing;
      if (change.news.opened.length > 0) return 'T';
      return change.news.resolved.length > 0 ? 'R' : '.';
    }).join('');
  }

  it.each([
    ['SS', '.T'],
    ['S-S', '..T'],
    ['S--S', '....'],
    ['S-', '..'],
    ['SS-', '.T.'],
    ['SS--', '.T.R'],
    ['SS-S-S', '.T....'],
    ['SSS--SS', '.T..R.T'],
  ])('%s is told as %s', (scans, expected) => {
    expect(told(scans)).toBe(expected);
  });

  it('does not tell again what a report of everything has shown', () => {
    const digest = advance([], [aFound()], aMoment({ damped: true, shown: true }));
    expect(ids(digest.news.opened)).toEqual(['a']);
    const next = advance(digest.standing, [aFound()], aMoment({ damped: true }));
    expect(next.news.opened).toEqual([]);
  });

  it('never holds back what is CRITICAL', () => {
    expect(told('S-S-', 'CRITICAL')).toBe('TRTR');
  });
});
