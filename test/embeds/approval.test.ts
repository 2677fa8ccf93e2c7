import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalCard } from '../../embeds/approval.ts';
import { limits } from '../../embeds/limits.ts';
import { remedySelect } from '../../embeds/remedies.ts';
import { fenced } from '../../embeds/escape.ts';
import type { Approval } from '../../src/remediation/approval.ts';
import { aFinding, auditedAt } from '../support/builders.ts';
import { anApproval } from '../support/remediation/moment.ts';
import { sizeOf } from '../support/embeds/size.ts';
import { rounds } from '../support/property-time.ts';

const states: Approval['state'][] = [
  'requested',
  'approved',
  'executing',
  'succeeded',
  'failed',
  'unverified',
  'denied',
  'expired',
  'blocked',
  'outcome_unknown',
];

/** Text as a machine or a person might leave it. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 2000 }),
  fc
    .array(fc.constantFrom('`', '``', '```', '\n', '*', '<@1>', '@everyone', '\u202E', 'x'), {
      maxLength: 600,
    })
    .map((parts) => parts.join('')),
);

describe('a card', () => {
  it('keeps Discord’s limits and its code blocks, whatever stands in it', async () => {
    const base = await anApproval();
    fc.assert(
      fc.property(
        fc.constantFrom(...states),
        fc.array(hostile, { minLength: 6, maxLength: 6 }),
        (state, texts) => {
          const [summary = '', word = '', reason = '', output = '', detail = '', name = ''] = texts;
          const plan = base.plan && {
            ...base.plan,
            argv: ['docker', 'restart', word.replaceAll('\0', '')],
            host: name,
          };
          const { embeds } = approvalCard({
            ...base,
            state,
            plan,
            reason,
            service: name.slice(0, 100),
            finding: { id: 'x', type: 'uptime_high', severity: 'LOW', summary },
            runbook: [name.slice(0, 200), { run: word.slice(0, 200) }, name.slice(0, 200)],
            decided_by: { id: '8', name, roles: [], bot: false },
            decided_at: auditedAt,
            outcome: {
              sent: true,
              exit_status: 0,
              signal: null,
              output,
              truncated: true,
              finding: 'gone',
              detail,
            },
          });
          expect(sizeOf(embeds)).toBeLessThanOrEqual(limits.embedTotal);
          for (const { name, value } of embeds[0]?.fields ?? []) {
            expect(name.length).toBeLessThanOrEqual(limits.fieldName);
            expect(value.length).toBeLessThanOrEqual(limits.fieldValue);
            expect(value.trim()).not.toBe('');
            expect((value.match(/```/g) ?? []).length % 2).toBe(0);
          }
          expect(embeds[0]?.description?.length).toBeLessThanOrEqual(limits.description);
        },
      ),
      { numRuns: rounds(500) },
    );
  });

  it.each(states)('has buttons only while it waits: %s', async (state) => {
    const { components } = approvalCard({ ...(await anApproval()), state });
    expect(components).toHaveLength(state === 'requested' ? 1 : 0);
  });
});

describe('fenced', () => {
  it('shows a text as it is, and of a long one the end, with how long it is', () => {
    expect(fenced('a\nb', 100)).toBe('```\na\nb\n```');
    expect(fenced(`${'x'.repeat(200)}end`, 100)).toMatch(
      /^```\n… 203 characters; the last ones:\nx+end\n```$/,
    );
  });

  it('is ended by nothing in it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const inside = fenced(text, 900).slice(3, -3);
        expect(inside).not.toContain('```');
        expect(inside.startsWith('\n') && inside.endsWith('\n')).toBe(true);
      }),
    );
  });
});

describe('the select', () => {
  it('holds 25 options, says how many more there are, and keeps its limits', () => {
    const options = Array.from({ length: 30 }, (_, index) => ({
      value: `v${index}`,
      title: 'restart the container',
      action: 'restart-container' as const,
      finding: aFinding({ service: `${index}-${'long'.repeat(25)}`.slice(0, 100) }),
    }));
    const [row] = remedySelect('7c0ffee1', options);
    const text = JSON.stringify(row);
    expect(text.match(/"value"/g)).toHaveLength(25);
    expect(text).toContain('(5 more: /remediate)');
    expect(remedySelect('7c0ffee1', [])).toEqual([]);
  });
});
