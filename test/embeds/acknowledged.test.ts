import { describe, expect, it } from 'vitest';
import { acknowledgedEmbed, findingChoice, findingSelect } from '../../embeds/acknowledged.ts';
import { limits } from '../../embeds/limits.ts';
import { aFinding } from '../support/builders.ts';
import { sizeOf, textOf } from '../support/embeds/size.ts';
import { madeOf, trap } from '../support/embeds/trap.ts';

const until = '2026-04-05T18:00:00.000Z';

describe('what tells of an acknowledgement', () => {
  it('names who, why and until when, what it replaces, and what ends it earlier', () => {
    const evidence = { acknowledged: { by: 'Grace', reason: 'old', until } };
    const finding = aFinding({ status: 'acknowledged', severity: 'HIGH', evidence });
    const text = textOf([[acknowledgedEmbed({ finding, by: 'Ada', reason: 'deployed on Monday', until })]]);
    expect(text).toMatch(/By\nAda\nQuiet until\n<t:\d+:f> .*\nReason\ndeployed on Monday\nReplaces\n.*Grace/);
    expect(text).toContain('At once if it gets worse than 🟠 high');
    const critical = acknowledgedEmbed({
      finding: aFinding({ severity: 'CRITICAL' }),
      by: '',
      reason: '',
      until,
    });
    expect(textOf([[critical]])).toMatch(/somebody[^]*Reason\n\([^]*Alerts again\nWhen the time is up/);
  });

  it('keeps the limits and makes every text inert, however long and hostile', () => {
    const long = trap.repeat(50);
    const finding = aFinding({ service: long, machine: long, title: long, summary: long, advice: long });
    const embed = acknowledgedEmbed({ finding, by: long, reason: long, until });
    expect(sizeOf([embed])).toBeLessThanOrEqual(limits.embedTotal);
    for (const { value } of embed.fields ?? []) expect(value.length).toBeLessThanOrEqual(limits.fieldValue);
    expect(
      madeOf([embed]).filter((what) => !['bold or italic', 'subtext', 'timestamp'].includes(what)),
    ).toEqual([]);
    expect(findingChoice(finding).length).toBeLessThanOrEqual(limits.choice);
  });

  it('offers as many findings as a select holds, and counts the rest', () => {
    const findings = Array.from({ length: 60 }, (_, index) => aFinding({ id: `${index}` }));
    const [row] = findingSelect('acknowledge:/', findings);
    const [select] = row?.components ?? [];
    expect(select?.options).toHaveLength(25);
    expect(select?.placeholder).toBe('Which finding? (35 more: /ack)');
  });
});
