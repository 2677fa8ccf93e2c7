import { describe, expect, it } from 'vitest';
import { reportParts } from '../../embeds/report.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { aFinding, aMachineState, aReport, aServiceState } from '../support/builders.ts';
import { recognised } from '../support/embeds/recogniser.ts';
import { sizeOf, textOf } from '../support/embeds/size.ts';
import { trap } from '../support/embeds/trap.ts';

const view = { only: 'all', warning: null, watching: null } as const;

function shown(...[report, over]: [ReturnType<typeof aReport>, Partial<Parameters<typeof reportParts>[1]>?]) {
  const { parts, whole } = reportParts(report, { ...view, ...over });
  return { parts, whole, text: textOf(parts), first: parts[0]?.[0] };
}

describe('reportParts at its bounds', () => {
  it('shows 300 findings in one message, the worst in full, and asks for the file', () => {
    const findings = Array.from({ length: 300 }, (_, index) =>
      aFinding({ service: `service-${index}`, summary: `sentence ${index} of ${'many words '.repeat(60)}` }),
    );
    const { parts, text, whole } = shown(aReport({ findings }));
    expect(parts).toHaveLength(1);
    expect(sizeOf(parts[0] ?? [])).toBeLessThanOrEqual(3000);
    expect(text).toContain('service-0 is behind its branch');
    expect(text).toMatch(/🟠 \d+ services are behind their branch: knox-mac-mini \(\d+\)/);
    expect(whole).toBe(false);
  });

  it('says that a sentence was shortened, and asks for the file', () => {
    const { first, whole } = shown(aReport({ findings: [aFinding({ summary: 'word '.repeat(2000) })] }));
    expect(first?.fields?.[0]?.value).toContain('…');
    expect(whole).toBe(false);
  });

  it('makes every observed text inert, and survives names of the greatest length', () => {
    const name = '_'.repeat(100);
    const hostile: Partial<Finding> = {
      summary: trap,
      service: name,
      machine: name,
      expected: trap,
      actual: trap,
    };
    const { parts } = shown(
      aReport({
        scope: { service: name, machine: name },
        findings: [aFinding(hostile), aFinding({ ...hostile, type: 'probe_failed' })],
        machines: [aMachineState({ name, status: 'unreachable', error: trap })],
        services: [
          aServiceState({ name, machine: name, status: 'unknown' }),
          aServiceState({ name, machine: name, running_sha: trap, expected_sha: trap }),
          aServiceState({ name, machine: name, status: 'in_sync', running_sha: trap }),
        ],
      }),
      { warning: trap },
    );
    const lines = parts
      .flat()
      .flatMap((embed) => [
        embed.title ?? '',
        embed.description ?? '',
        ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]),
      ]);
    const found = lines.flatMap((text) => text.split('\n')).flatMap(recognised);
    expect([...new Set(found)].toSorted()).toEqual(['bold or italic', 'inline code', 'subtext', 'timestamp']);
  });

  it('holds unknown services with names and a reason of the greatest length', () => {
    const machine = '_'.repeat(100);
    const services = Array.from({ length: 20 }, (_, index) =>
      aServiceState({ name: `${'*'.repeat(97)}${index}`, machine, status: 'unknown' }),
    );
    const machines = [aMachineState({ name: machine, status: 'unreachable', error: '_'.repeat(5000) })];
    const { parts, whole } = shown(aReport({ findings: [], services, machines }));
    for (const part of parts) expect(sizeOf(part)).toBeLessThanOrEqual(6000);
    expect(whole).toBe(false);
  });
});
