import { describe, expect, it } from 'vitest';
import { reportParts } from '../../embeds/report.ts';
import { shades } from '../../embeds/severity.ts';
import { aFinding, aMachineState, aReport, aServiceState } from '../support/builders.ts';
import { textOf } from '../support/embeds/size.ts';

const view = { only: 'all', warning: null, watching: null } as const;

function shown(...[report, over]: [ReturnType<typeof aReport>, Partial<Parameters<typeof reportParts>[1]>?]) {
  const { parts, whole } = reportParts(report, { ...view, ...over });
  return { parts, whole, text: textOf(parts), first: parts[0]?.[0] };
}

const shiva = aFinding({
  id: 'shiva',
  type: 'duplicate_process',
  severity: 'CRITICAL',
  service: 'shiva',
  machine: 'tesseract',
  summary: 'shiva runs twice on tesseract.',
  actual: '2 instances',
  status: 'ongoing',
});

describe('reportParts', () => {
  it('opens with a line that decides, and has the colour of the worst', () => {
    const { first } = shown(
      aReport({ findings: [shiva, aFinding()], services: [aServiceState({ status: 'unknown' })] }),
    );
    expect(first?.title).toBe('🔴 1 service needs you now, 1 can wait; 0 in sync, 1 unknown');
    expect(first?.color).toBe(shades.CRITICAL.colour);
  });

  it('gives each finding a field with the fact, what people decide by, what to do, and since when', () => {
    const findings = [shiva, aFinding()];
    const { first, whole } = shown(aReport({ findings }));
    expect(first?.fields?.slice(0, 2).map(({ name }) => name)).toEqual([
      '🔴 2 instances of shiva are running',
      '🟠 akashic-records is behind its branch',
    ]);
    expect(first?.fields?.map(({ value }) => value).slice(0, 2)).toEqual([
      expect.stringMatching(/^shiva runs twice on tesseract\.\n→ .+\n-# since <t:\d+:R>$/),
      'akashic-records on knox-mac-mini is running commit a3f8c21 (2026-03-27), main is b9d1e44 (2026-03-29). 4 commits behind. Last changed: indexer.py — reindex logic updated.\n→ Deploy the branch as usual.\n-# new',
    ]);
    expect(whole).toBe(true);
  });

  it('says since when, in the reader’s own time', () => {
    const { text } = shown(aReport({ findings: [{ ...shiva, first_seen: '2026-03-29T17:00:00.000Z' }] }));
    expect(text).toContain('since <t:1774803600:R>');
    expect(text).toContain('<t:1774807201:R>');
    expect(shown(aReport({ findings: [aFinding()] })).text).not.toContain('since');
  });

  it.each([
    ['https://github.com/Invictus-Labs/akashic-records/compare/a3f8c21...b9d1e44', true],
    ['http://github.com/x', false],
    ['javascript:alert(1)', false],
    ['https://user:secret@evil.example/x', false],
    ['not an address', false],
    [7, false],
  ])('links the evidence %j: %j', (compare_url, linked) => {
    const { first } = shown(aReport({ findings: [aFinding({ evidence: { compare_url } })] }));
    expect(first?.fields?.[0]?.value.includes(`[compare](${compare_url})`)).toBe(linked);
    expect(first?.fields?.[0]?.value.includes('[compare]')).toBe(linked);
  });

  it('does not let an address end its own link', () => {
    const compare_url = 'https://github.com/x)[all is well](https://evil.example';
    const { first } = shown(aReport({ findings: [aFinding({ evidence: { compare_url } })] }));
    expect(first?.fields?.[0]?.value).toContain(
      '[compare](https://github.com/x%29%5Ball%20is%20well%5D%28https://evil.example)',
    );
  });

  it('shows what is in sync, and why one is unknown', () => {
    const { text } = shown(
      aReport({
        machines: [
          aMachineState(),
          aMachineState({ name: 'tesseract', status: 'unreachable', error: 'connect timeout' }),
        ],
        services: [
          aServiceState({ uptime_seconds: 90_000, instances: 2 }),
          aServiceState({ name: 'shiva', machine: 'tesseract', status: 'unknown' }),
          aServiceState({ name: 'ledger', status: 'in_sync' }),
        ],
      }),
    );
    expect(text).toContain('⚪ Unknown\n**shiva** on tesseract: connect timeout');
    expect(text).toContain('🟢 In sync\nledger');
    expect(text).toContain('Not fully observed: tesseract');
  });

  it('takes the reason from the observation finding that names the service, once for those that share it', () => {
    const blind = (services: string[], summary: string, machine: string | null) =>
      aFinding({ type: 'probe_failed', service: null, machine, title: summary, evidence: { services } });
    const findings = [
      blind(['shiva'], 'GitHub said 403.', null),
      blind(['foresight', 'ledger'], 'ps was denied.', 'tesseract'),
    ];
    const services = ['shiva', 'foresight', 'ledger', 'leverage'].map((name) =>
      aServiceState({ name, machine: 'tesseract', status: 'unknown' }),
    );
    const { text } = shown(aReport({ findings, services }));
    expect(text).toContain('**shiva** on tesseract: GitHub said 403.');
    expect(text).toContain('**foresight**, **ledger** on tesseract: ps was denied.');
    expect(text).toContain(
      '**leverage** on tesseract: not every fact that the manifest asks for could be read',
    );
  });

  it('links the running commit and the branch’s head', () => {
    const running = { sha: 'a3f8c21', url: 'https://github.com/o/r/commit/a3f8c21' };
    const head = { sha: 'b9d1e44', url: null };
    const { first } = shown(aReport({ findings: [aFinding({ evidence: { running, head } })] }));
    expect(first?.fields?.[0]?.value).toContain(` · [running](${running.url})`);
  });

  it('is one green embed that says what was checked when all is in sync', () => {
    const services = [
      aServiceState({ status: 'in_sync' }),
      aServiceState({ name: 'ledger', status: 'in_sync' }),
    ];
    const { parts, first, text } = shown(aReport({ findings: [], services }));
    expect(parts).toHaveLength(1);
    expect(parts[0]).toHaveLength(1);
    expect(first?.title).toBe('🟢 All 2 in sync, 0 unknown');
    expect(first?.color).toBe(shades.in_sync.colour);
    expect(text).toContain('🟢 In sync\nakashic-records, ledger');
  });

  it('is still one embed for a fleet whose names do not fit, and says that it is not whole', () => {
    const services = Array.from({ length: 2000 }, (_, index) =>
      aServiceState({ name: `service-${index}`, machine: `machine-${index % 200}`, status: 'in_sync' }),
    );
    const { parts, text, whole } = shown(aReport({ findings: [], services }));
    expect(parts).toHaveLength(1);
    expect(text).toContain('🟢 In sync\n2000 services on 200 machines');
    expect(whole).toBe(false);
  });

  it.each([
    [
      'incomplete',
      aReport({ findings: [], services: [aServiceState({ status: 'unknown' })] }),
      '⚪ Nothing found, but not everything was observed; 0 in sync, 1 unknown',
    ],
    ['empty', aReport({ findings: [], services: [] }), '⚪ Nothing to check'],
  ])('is never green for an %s audit', (_, report, title) => {
    const { first } = shown(report);
    expect(first?.title).toBe(title);
    expect(first?.color).toBe(shades.unknown.colour);
  });

  it('names the scope, and a manifest edit that is not in force', () => {
    const report = aReport({ scope: { service: 'shiva', machine: 'tesseract' } });
    const { text } = shown(report, { only: 'processes', warning: 'manifest.yaml is broken: line 3' });
    expect(text).toContain('**shiva on tesseract** · processes only');
    expect(text).toContain('⛔ manifest.yaml is broken: line 3');
    expect(text).toContain('audit 7c0ffee1 · 1.2 s');
  });

  it('shows what is resolved', () => {
    expect(shown(aReport({ resolved: [shiva] })).text).toContain(
      '🟢 shiva on tesseract · duplicate process, open since',
    );
  });
});

describe('what was not seen of a service that is in drift', () => {
  it('is marked on its line, and its report is no longer whole where the line cannot hold it', () => {
    const some = shown(aReport({ services: [aServiceState({ unseen: ['file /srv/x.env', 'job'] })] }));
    expect(some.text).toContain(
      '⚪ Unknown\n**akashic-records** on knox-mac-mini: not seen: file /srv/x.env, job',
    );
    expect(some.first?.title).toBe('🟠 Nothing needs you now, 1 can wait; 0 in sync, 1 unknown');
    expect(some.whole).toBe(true);
    const unseen = ['a', 'b', 'c', 'd'].map((name) => `file /srv/${name}`);
    const many = shown(aReport({ services: [aServiceState({ unseen })] }));
    expect(many.text).toContain('not seen: file /srv/a, file /srv/b, file /srv/c, 1 more');
    expect(many.whole).toBe(false);
  });
});
