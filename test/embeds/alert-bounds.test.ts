import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { APIEmbed } from 'discord.js';
import { limits } from '../../embeds/limits.ts';
import type { Bulletin, MergeNote } from '../../src/report/bulletin.ts';
import { FindingType } from '../../src/findings/finding-types.ts';
import { severities } from '../../src/findings/severity.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { aBulletin } from '../support/alerting/bulletin.ts';
import { messagesOf } from '../support/alerting/composed.ts';
import { aFinding, aMachineState, aReport, aServiceState, auditedAt } from '../support/builders.ts';
import { recognised } from '../support/embeds/recogniser.ts';
import { sizeOf } from '../support/embeds/size.ts';
import { rounds } from '../support/property-time.ts';

const parts = {
  announcement: messagesOf,
  scan: (told: Bulletin) => messagesOf({ ...told, kind: 'scan' }),
};

/** What a name, a sentence or a commit may be at its worst. */
const traps = [
  '@everyone @here',
  '<@1100000000000000021> <@&1100000000000000021> <#3>',
  '[a link](https://evil.example/?x=1) https://evil.example <https://evil.example>',
  '```\ncode\n``` `code`',
  '** __ ~~ || # heading\n- list\n> quote\n1. one',
  '<t:1:R> <:smile:1> </drift:1> <id:home>',
  '\u202E\u200D\u00AD\u2028 \uD83D \uDE00',
  '👩‍👩‍👧‍👦 ﷽ 𝕏',
];
const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...traps) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('`', '*', '_', '@everyone ', '<@&1>', '|')
      .map((sign) => sign.repeat(6000 / sign.length)),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '\n', '\u200B') },
);

const finding: fc.Arbitrary<Finding> = fc
  .record({
    id: fc.uuid(),
    type: fc.constantFrom(...FindingType.options),
    severity: fc.constantFrom(...severities),
    service: fc.option(hostile),
    machine: fc.option(hostile),
    summary: hostile,
    expected: hostile,
    actual: hostile,
    status: fc.constantFrom('new' as const, 'ongoing' as const, 'acknowledged' as const),
    by: hostile,
    reason: hostile,
    noted: fc.boolean(),
  })
  .map(({ by, reason, noted, ...rest }) => {
    const note = { by, reason, until: auditedAt };
    const evidence = { acknowledged: note, silenced: note, running: { url: reason }, compare_url: by };
    return aFinding({ ...rest, evidence: noted ? evidence : {} });
  });

const merge: fc.Arbitrary<MergeNote> = fc.record({
  service: hostile,
  machine: hostile,
  commit: fc.oneof(hostile, fc.constant('b9d1e44c0a1b2c3d4e5f60718293a4b5c6d7e8f9')),
  running_sha: fc.option(hostile),
  pushed_at: fc.constant(auditedAt),
  until: fc.constant(auditedAt),
  state: fc.constantFrom('waiting' as const, 'deployed' as const, 'overdue' as const, 'unknown' as const),
});

const bulletin: fc.Arbitrary<Bulletin> = fc
  .record({
    findings: fc.array(finding, { maxLength: 80, size: 'max' }),
    resolved: fc.array(finding, { maxLength: 40, size: 'max' }),
    merges: fc.array(merge, { maxLength: 30, size: 'max' }),
    names: fc.array(fc.tuple(hostile, hostile, hostile), { maxLength: 20 }),
    warning: fc.option(hostile),
    late: fc.constantFrom(null, { due: auditedAt, why: 'interrupted' as const }),
    trend: fc.constantFrom(null, { at: auditedAt, CRITICAL: 3, HIGH: 0, LOW: 1, unknown: 2 }),
  })
  .map(({ findings, resolved, merges, names, warning, late, trend }) =>
    aBulletin({
      report: aReport({
        findings,
        machines: names.map(([, name, error]) => aMachineState({ name, status: 'unreachable', error })),
        services: names.map(([name, machine, sha], index) => {
          const status = (['unknown', 'drift', 'in_sync'] as const)[index % 3] ?? 'drift';
          return aServiceState({ name, machine, running_sha: sha, expected_sha: sha, status });
        }),
      }),
      news: { opened: findings.slice(0, 60), worsened: findings.slice(60), resolved },
      resolved: resolved.map((each) => ({ ...each, resolved_at: auditedAt })),
      merges,
      warning,
      late,
      trend,
    }),
  );

function expectWithinLimits(messages: APIEmbed[][]): void {
  for (const embeds of messages) {
    expect(embeds.length).toBeLessThanOrEqual(limits.embeds);
    expect(sizeOf(embeds)).toBeLessThanOrEqual(limits.embedTotal);
    for (const { title = 't', description = 'd', footer, fields = [] } of embeds) {
      expect(title.length).toBeLessThanOrEqual(limits.title);
      expect(description.length).toBeLessThanOrEqual(limits.description);
      expect(footer?.text.length ?? 0).toBeLessThanOrEqual(limits.footer);
      expect(fields.length).toBeLessThanOrEqual(limits.fields);
      for (const { name, value } of fields) {
        expect(Math.min(name.trim().length, value.trim().length)).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(limits.fieldName);
        expect(value.length).toBeLessThanOrEqual(limits.fieldValue);
      }
    }
  }
  // Each can be told from the others, which is how a repeated one is known.
  const footers = messages.map((embeds) => embeds.at(-1)?.footer?.text);
  expect(new Set(footers).size).toBe(messages.length);
}

function linesOf(messages: APIEmbed[][]): string[] {
  return messages
    .flat()
    .flatMap(({ title = '', description = '', footer, fields = [] }) => [
      title,
      description,
      footer?.text ?? '',
      ...fields.flatMap(({ name, value }) => [name, value]),
    ])
    .flatMap((text) => text.split('\n'));
}

/** What is our own: names in bold, commits and commands as code, times, small text. */
const own = ['bold or italic', 'inline code', 'timestamp', 'subtext'];

const MANY = process.env['CI'] ? 5000 : 300;
const written = (count: number) => count.toLocaleString('en');

describe.each(Object.entries(parts))('an alert as %s', (_, compose) => {
  it('keeps every limit of Discord, and makes nothing of what was observed', () => {
    fc.assert(
      fc.property(bulletin, (told) => {
        const { parts: messages } = compose(told);
        expectWithinLimits(messages);
        const marks = new Set(linesOf(messages).flatMap(recognised));
        expect([...marks].filter((mark) => !own.includes(mark))).toEqual([]);
      }),
      { numRuns: rounds(60) },
    );
  });

  it(`counts each of ${written(MANY)} findings in one message, whatever their names`, () => {
    const opened = Array.from({ length: MANY }, (_, index) =>
      aFinding({
        id: `${index}`,
        service: `service-${index} ${'`'.repeat(6000)}`,
        machine: `@everyone ${'*'.repeat(6000)}`,
        summary: `${index} [x](https://evil.example) ${'_'.repeat(6000)}`,
      }),
    );
    const report = aReport({ findings: opened });
    const { parts: messages, whole } = compose(
      aBulletin({ report, news: { opened, worsened: [], resolved: [] } }),
    );
    expectWithinLimits(messages);
    expect(messages).toHaveLength(1);
    expect(whole).toBe(false);
    const text = linesOf(messages).join('\n');
    expect(text).toContain(`${written(MANY)} services are behind their branch`);
    expect(text).not.toMatch(/@everyone/);
  });

  it('tells of every merge, as many as a large repository has services', () => {
    const merges = Array.from({ length: 30 }, (_, index): MergeNote => {
      const [service, machine] = [`service-${index}`, 'tesseract'];
      const times = { pushed_at: auditedAt, until: auditedAt };
      return {
        service,
        machine,
        commit: 'b9d1e44',
        running_sha: 'a3f8c21',
        state: 'overdue',
        ...times,
      };
    });
    const news = { opened: [], worsened: [], resolved: [] };
    const { parts: messages } = compose(aBulletin({ report: aReport({ findings: [] }), news, merges }));
    expectWithinLimits(messages);
    const text = linesOf(messages).join('\n');
    expect(merges.filter(({ service }) => !text.includes(`**${service}**: \`b9d1e44\` merged`))).toEqual([]);
  });
});
