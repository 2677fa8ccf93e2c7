import { describe, expect, it } from 'vitest';
import { formats } from '../../src/report/formats.ts';
import { Report } from '../../src/report/report.ts';
import { aFinding, aMachineState, aReport, aServiceState } from '../support/builders.ts';
import { incident } from '../support/report/incident.ts';

const plain = { color: false };

describe('text', () => {
  it('says what a person needs, worst first, and ends with the verdict', () => {
    expect(formats.text(incident, plain)).toBe(`CRITICAL (1)
  2 instances of shiva are running  shiva on tesseract  duplicate_process  new
    shiva runs twice.
    → Find the right copy, then stop the other.
      expected 1 instance, actual 2 instances
      process: machine tesseract, pid 812
      process: machine tesseract, pid 4711, extra

HIGH (2)
  akashic-records is behind its branch  akashic-records on knox-mac-mini  git_drift  ongoing since 2026-03-28
    akashic-records on knox-mac-mini is running commit a3f8c21 (2026-03-27), main is b9d1e44 (2026-03-29). 4 commits behind. Last changed: indexer.py — reindex logic updated.
    → Deploy the branch as usual.
      expected b9d1e44c0a1b2c3d4e5f60718293a4b5c6d7e8f9, actual a3f8c21d9e0b4f6a7c8d1e2f3a4b5c6d7e8f9a0b
      files: src/indexer.py, README.md
  attic cannot be reached  attic  machine_unreachable  new
    attic cannot be reached.
    → Check its power, its network and the VPN.

UNKNOWN (1)
  lamp on attic: machine_unreachable (attic)

MACHINES SEEN ONLY IN PART
  attic (10.0.0.9) unreachable: no answer

RESOLVED (1)
  akashic-records on knox-mac-mini  uptime_high

In sync: clock

DRIFT: 1 CRITICAL, 2 HIGH, 1 unknown. 4 services on 2 machines, 1.2s.
Audit 7c0ffee1 at 2026-03-29 18:00 UTC.
`);
  });

  it('is short where all is well', () => {
    const report = aReport({ findings: [], services: [aServiceState({ status: 'in_sync' })] });
    expect(formats.text(report, plain)).toBe(
      'In sync: akashic-records\n\nIN SYNC: nothing found. 1 service on 1 machine, 1.2s.\nAudit 7c0ffee1 at 2026-03-29 18:00 UTC.\n',
    );
  });

  it('has colours only when told so', () => {
    expect(formats.text(incident, { color: true })).toContain('\u001B[31mCRITICAL (1)\u001B[0m');
    expect(formats.text(incident, plain)).not.toContain('\u001B');
  });

  it('gives a reason for a service that no finding names', () => {
    const report = aReport({
      findings: [],
      services: [aServiceState({ status: 'unknown' })],
      machines: [aMachineState({ status: 'not_probed', error: null })],
    });
    expect(formats.text(report, plain)).toContain(
      'akashic-records on knox-mac-mini: knox-mac-mini was not probed',
    );
  });
});

describe('a service that is in drift and was seen only in part', () => {
  const partly = aReport({
    services: [aServiceState({ unseen: ['file /srv/x.env', 'job'] })],
    findings: [
      aFinding(),
      aFinding({
        id: 'f2',
        type: 'probe_failed',
        service: null,
        summary: 'akashic-records on knox-mac-mini was seen only in part.',
        evidence: { services: ['akashic-records'] },
      }),
    ],
  });
  const said = 'not seen: file /srv/x.env, job; probe_failed (knox-mac-mini)';

  it('counts among what is unknown, and says so as text', () => {
    expect(partly.counts.unknown).toBe(1);
    expect(formats.text(partly, plain)).toContain(
      `UNKNOWN (1)\n  akashic-records on knox-mac-mini (in drift, and seen only in part): ${said}\n`,
    );
  });

  it('says so in Markdown and JUnit', () => {
    expect(formats.markdown(partly, plain)).toContain(`drift: ${said.replaceAll('_', '\\_')} |`);
    expect(formats.junit(partly, plain)).toContain(`<error type="unknown" message="unknown: ${said}">`);
  });

  it('that an older version stored has nothing unseen', () => {
    const { unseen: _unseen, ...old } = aServiceState();
    expect(Report.parse({ ...partly, services: [old] }).services).toEqual([aServiceState()]);
  });
});

describe('json', () => {
  it('is the report', () => {
    expect(Report.parse(JSON.parse(formats.json(incident, plain)))).toEqual(incident);
  });

  it('tells each finding in four parts', () => {
    for (const finding of JSON.parse(formats.json(incident, plain)).findings) {
      expect(Object.keys(finding)).toEqual(
        expect.arrayContaining(['title', 'summary', 'advice', 'first_seen']),
      );
      expect(finding.title.length).toBeLessThanOrEqual(60);
      expect(finding.title).not.toBe('');
      expect(finding.advice).not.toBe('');
    }
  });

  it('says what to do once, where the sentence ends with it', () => {
    const advice = 'Read its log.';
    const finding = aFinding({ summary: `It is down. ${advice}`, facts: 'It is down.', advice });
    for (const format of ['text', 'markdown', 'junit'] as const)
      expect(formats[format](aReport({ findings: [finding] }), plain).split(advice)).toHaveLength(2);
    expect(formats.json(aReport({ findings: [finding] }), plain)).not.toContain('"facts"');
  });

  it('refuses a report that breaks the contract', () => {
    expect(() => formats.json({ ...incident, verdict: 'fine' as 'drift' }, plain)).toThrow(/verdict/);
  });
});

describe('junit', () => {
  it('has a failure a finding, an error for what is unknown, and nothing skipped', () => {
    const xml = formats.junit(incident, plain);
    expect(xml).toContain('<testsuites name="driftwatch" tests="5" failures="2" errors="2" time="1.240">');
    expect(xml).toContain(
      '<failure type="CRITICAL" message="2 instances of shiva are running: shiva runs twice.">',
    );
    expect(xml).toContain('<error type="unknown" message="unknown: machine_unreachable (attic)">');
    expect(xml).toContain('<testcase classname="clock on knox-mac-mini" name="in sync"/>');
    expect(xml).not.toContain('<skipped');
  });

  it('escapes markup and drops what XML cannot hold', () => {
    const summary = `<b a="1">&amp;]]>'\u0000\uFFFE\uD800`;
    const xml = formats.junit(aReport({ findings: [aFinding({ summary })] }), plain);
    expect(xml).toContain('branch: &lt;b a=&quot;1&quot;&gt;&amp;amp;]]&gt;&apos; \uFFFD"');
  });
});

describe('markdown', () => {
  it('shows the findings and the services', () => {
    const text = formats.markdown(incident, plain);
    expect(text).toContain(
      '## CRITICAL\n\n- **2 instances of shiva are running** shiva on tesseract, duplicate\\_process, new  \n  shiva runs twice.  \n  → Find the right copy',
    );
    expect(text).toContain('| lamp | attic | unknown: machine\\_unreachable (attic) | a3f8c21 | b9d1e44 |');
  });

  it.each([
    ['a code fence', '```\nrm -rf\n```', /```/],
    ['a mention of everyone', '@everyone look', /@everyone/],
    ['a mention', '<@123456>', /<@123456>/],
    ['a link', '[click](http://evil.example)', /(?<!\\)\]\(|http:\/\//],
    ['HTML', '<img src=x>', /(?<!\\)<img/],
    ['a table cell', 'a | b', /a \| b/],
    ['a heading', '# big', /^\s*# big/m],
    ['a list', '1. one', /^\s*1\. one/m],
    ['an issue reference', 'closes #12', /#12/],
  ])('makes %s inert', (_what, summary, live) => {
    const report = aReport({
      findings: [aFinding({ summary })],
      services: [aServiceState({ name: summary.slice(0, 20) })],
    });
    expect(formats.markdown(report, plain)).not.toMatch(live);
  });
});
