import { describe, expect, it } from 'vitest';
import { aFinding, aMachineState, aServiceState } from '../support/builders.ts';
import { card } from '../support/embeds/card.ts';
import { recognised } from '../support/embeds/recogniser.ts';
import { sizeOf } from '../support/embeds/size.ts';
import { trap } from '../support/embeds/trap.ts';

const friday = '2026-03-27T18:00:00.000Z';

describe('the card of one service at its bounds', () => {
  it('makes every observed text inert, and keeps names of the greatest length within the limits', () => {
    const name = `${trap}${'_'.repeat(500)}`;
    const service = aServiceState({ name, machine: name, running_sha: trap, expected_sha: trap });
    const findings = Array.from({ length: 60 }, (_, index) =>
      aFinding({
        id: `f${index}`,
        service: name,
        machine: name,
        summary: trap.repeat(30),
        expected: trap.repeat(30),
        actual: trap,
        status: 'acknowledged',
        evidence: {
          [trap]: trap,
          lines: Array.from({ length: 50 }, () => ({ [trap]: trap.repeat(30) })),
          acknowledged: { by: trap, reason: trap.repeat(9), until: friday },
        },
      }),
    );
    const machines = [aMachineState({ name, status: 'partial', error: trap.repeat(100) })];
    const { parts, whole, text } = card(
      service,
      { findings, machines, resolved: findings },
      { warning: trap.repeat(50) },
    );
    for (const part of parts) expect(sizeOf(part)).toBeLessThanOrEqual(6000);
    expect(whole).toBe(false);
    expect(text).toContain('more in report.md');
    const lines = parts
      .flat()
      .flatMap((embed) => [
        embed.title ?? '',
        embed.description ?? '',
        ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]),
      ]);
    const found = lines.flatMap((each) => each.split('\n')).flatMap(recognised);
    expect([...new Set(found)]).toEqual(['timestamp', 'subtext']);
  });

  it('says that a line of evidence was shortened', () => {
    // No word of a wallet's seed phrase, which would be hidden.
    const long = card(aServiceState(), {
      findings: [aFinding({ evidence: { detail: 'it said so '.repeat(50) } })],
    });
    expect(long.whole).toBe(false);
    expect(long.fields['Evidence']).toContain('…');
  });
});
