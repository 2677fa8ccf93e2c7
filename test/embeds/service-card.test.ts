import { describe, expect, it } from 'vitest';
import { shades } from '../../embeds/severity.ts';
import { aFinding, aMachineState, aServiceState, headSha, runningSha } from '../support/builders.ts';
import { card } from '../support/embeds/card.ts';

const friday = '2026-03-27T18:00:00.000Z';
const web = 'https://github.com/o/r';

const inSync = aServiceState({
  status: 'in_sync',
  running_sha: headSha.slice(0, 7),
  expected_sha: headSha,
  commits_behind: 0,
});
const unknown = aServiceState({
  status: 'unknown',
  running_sha: null,
  expected_sha: null,
  commits_behind: null,
  pid: null,
  uptime_seconds: null,
  instances: null,
});

describe('the card of one service', () => {
  it('says how it stands: commits, distance, uptime, instances, since when, last seen', () => {
    const service = aServiceState({ uptime_seconds: 90_000, instances: 2 });
    const { first, fields, whole } = card(
      service,
      {},
      { remembered: { state: service, at: friday, since: friday } },
    );
    expect(first?.title).toBe('🟠 Drift · akashic-records on knox-mac-mini');
    expect(first?.color).toBe(shades.HIGH.colour);
    expect(first?.description).toBe('🟠 1 high · checked <t:1774807201:R>');
    expect(fields).toMatchObject({
      Running: '`a3f8c21`',
      Expected: '`b9d1e44`',
      Behind: '4 commits',
      Uptime: '1d 1h · pid 4182',
      Instances: '2',
      Since: 'drift since <t:1774634400:R>',
    });
    expect(fields).not.toHaveProperty('Last seen');
    expect(first?.footer?.text).toBe('audit 7c0ffee1 · 1.2 s');
    expect(whole).toBe(true);
  });

  it('links the commits to where the evidence says that they are', () => {
    const evidence = {
      running: { sha: runningSha, url: 'https://git.example/c/a3f8c21' },
      head: { sha: headSha, url: 'https://git.example/c/b9d1e44' },
      compare_url: 'https://git.example/compare',
    };
    const { fields } = card(aServiceState(), { findings: [aFinding({ evidence })] }, { web });
    expect(fields).toMatchObject({
      Running: '[`a3f8c21`](https://git.example/c/a3f8c21)',
      Expected: '[`b9d1e44`](https://git.example/c/b9d1e44)',
      Behind: '[4 commits](https://git.example/compare)',
    });
  });

  it('links them to the repository where nothing drifts, and not a commit that it does not know', () => {
    const known = card(inSync, { findings: [] }, { web }).fields;
    expect([known['Commit'], known['Running'], known['Expected'], known['Behind']]).toEqual([
      `[\`b9d1e44\`](${web}/commit/${headSha}), as expected`,
      undefined,
      undefined,
      undefined,
    ]);
    const lost = card(aServiceState({ commits_behind: null }), {}, { web }).fields;
    expect([lost['Running'], lost['Behind']]).toEqual(['`a3f8c21`', 'not known']);
    const strange = card(aServiceState({ running_sha: '../../evil' }), {}, { web }).fields;
    expect(strange['Running']).toBe('../../evil');
  });

  it('is green where all is well, and says since when', () => {
    const { first, fields } = card(
      inSync,
      { findings: [] },
      { remembered: { state: inSync, at: friday, since: friday } },
    );
    expect(first?.title).toBe('🟢 In sync · akashic-records on knox-mac-mini');
    expect(first?.color).toBe(shades.in_sync.colour);
    expect(first?.description).toContain('Nothing found');
    expect(fields['Since']).toBe('in sync since <t:1774634400:R>');
    expect(fields).not.toHaveProperty('Not observed');
  });

  it('says what was not observed and why, leaves nothing out that is not known, and is never green', () => {
    const blind = aFinding({
      type: 'probe_failed',
      service: null,
      machine: null,
      summary: 'GitHub said 403.',
      evidence: { services: ['akashic-records'] },
    });
    const machines = [aMachineState({ status: 'unreachable', error: 'connect timeout' })];
    const { first, fields } = card(
      unknown,
      { findings: [blind], machines },
      { remembered: { state: unknown, at: friday, since: friday } },
    );
    expect(first?.title).toBe('⚪ Unknown · akashic-records on knox-mac-mini');
    expect(first?.color).not.toBe(shades.in_sync.colour);
    expect(fields['Not observed']).toBe(
      '⚪ knox-mac-mini was not reached: connect timeout\n⚪ GitHub said 403.',
    );
    for (const name of ['Running', 'Expected', 'Behind', 'Uptime', 'Instances'])
      expect([name, fields[name]]).toEqual([name, 'not known']);
    expect(fields['Last seen']).toBe('not in full since <t:1774634400:R>');
  });

  it('gives a reason for an unknown service also where nothing names it', () => {
    expect(card(unknown, { findings: [] }).fields['Not observed']).toBe(
      '⚪ not every fact that the manifest asks for could be read',
    );
  });

  it('takes what is remembered of another machine for another service', () => {
    const state = aServiceState({ machine: 'elsewhere' });
    const { fields } = card(aServiceState(), {}, { remembered: { state, at: friday, since: friday } });
    expect(fields['Since']).toBe('drift since <t:1774807200:R>');
    const lost = card(unknown, { findings: [] }, { remembered: { state, at: friday, since: friday } });
    expect(lost.fields).toMatchObject({ Since: 'not known', 'Last seen': 'not in full' });
  });

  it('says of files out of the build cache that the commit is not to blame', () => {
    const stale = { ...inSync, status: 'drift' as const };
    const cached = aFinding({ type: 'cached_layer' });
    const said = "The commit matches, but the image's content does not.";
    expect(card(stale, { findings: [cached] }).first?.description).toContain(said);
    expect(card(stale, { findings: [aFinding()] }).first?.description).not.toContain(said);
    expect(card(aServiceState(), { findings: [cached] }).first?.description).not.toContain(said);
  });

  it('says who has acknowledged what, until when and why', () => {
    const acknowledged = { by: 'Ada', reason: 'deployed on Monday', until: '2026-03-30T18:00:00.000Z' };
    const findings = [aFinding({ status: 'acknowledged', evidence: { acknowledged } })];
    const { fields } = card(aServiceState(), { findings });
    expect(fields['🟠 akashic-records is behind its branch']).toMatch(
      /^-# .*acknowledged by Ada until <t:1774893600:R>: deployed on Monday$/m,
    );
    expect(fields).not.toHaveProperty('Evidence');
  });

  it('says nothing twice in the evidence: neither what is a link, nor what was expected', () => {
    const evidence = {
      expected: 1,
      running: { sha: runningSha, url: `https://github.com/knox/api/commit/${runningSha}` },
      head: { sha: headSha, url: 'ftp://elsewhere/head' },
      compare_url: 'https://github.com/knox/api/compare/a...b',
    };
    const { fields } = card(aServiceState(), { findings: [aFinding({ evidence })] });
    expect(fields['Evidence']?.replaceAll('\\', '').split('\n')).toEqual([
      '• running: commit a3f8c21',
      '• head: commit b9d1e44, url ftp://elsewhere/head',
    ]);
    expect(JSON.stringify(fields)).toContain('[compare](https://github.com/knox/api/compare/a...b)');
  });

  it('shows each finding with what was expected, what is, and all evidence', () => {
    const evidence = {
      trees: [
        { pid: 41, started_at: friday, extra: false },
        { pid: 42, started_at: friday, extra: true },
      ],
      files: ['src/indexer.py', 'README.md'],
      head: { sha: 'b9d1e44', subject: 'reindex', url: null },
      commits_behind: 4,
      commits_ahead: 0,
      oldest_missing: null,
    };
    const { first, fields, whole } = card(aServiceState(), { findings: [aFinding({ evidence })] });
    expect(first?.fields?.map(({ name }) => name).slice(6, 8)).toEqual([
      '🟠 akashic-records is behind its branch',
      'Evidence',
    ]);
    expect(fields['Evidence']?.replaceAll('\\', '').split('\n')).toEqual([
      '• process: pid 41, started <t:1774634400:f>',
      '• process: pid 42, started <t:1774634400:f>, extra',
      '• files: src/indexer.py, README.md',
      '• head: commit b9d1e44, subject reindex',
      '• commits behind: 4',
    ]);
    expect(whole).toBe(true);
  });
});
