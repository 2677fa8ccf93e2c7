import { describe, expect, it } from 'vitest';
import { findingTypes } from '../../../src/findings/finding-types.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import type { Entry } from '../../../src/report/living/living-alert.ts';
import { pushLine, urgentLine } from '../../../embeds/living/push.ts';
import { shivaTwice } from '../../support/alerting/bulletin.ts';
import { aFinding, auditedAt } from '../../support/builders.ts';
import { anAlertOf } from '../../support/report/living.ts';

const twice = { ...shivaTwice, actual: '2 instances' };
const ended = { at: auditedAt, trigger: 'watch' as const, fix: null };

function down(service: string, over: Partial<Finding> = {}): Finding {
  const type = 'health_check_failed' as const;
  return aFinding({ id: `down-${service}`, type, severity: 'CRITICAL', service, machine: 'nas', ...over });
}

const outage = Array.from({ length: 33 }, (_, index) =>
  down(`web-${index}`, { machine: index < 16 ? 'nas' : 'mini' }),
);

describe('what a phone shows of an alert', () => {
  it.each<[string, Finding[], string]>([
    ['one', [twice], '🔴 1 critical: 2 instances of shiva are running'],
    [
      'two of a kind',
      [down('apib'), down('webapp')],
      '🔴 2 critical: apib and webapp fail their health check',
    ],
    ['a storm', outage, '🔴 33 critical: 33 services fail their health check: mini (17), nas (16)'],
    [
      'the same twice of one service',
      ['a', 'b'].map((id) => aFinding({ id, type: 'secret_exposed' })),
      '🟠 2 high: A secret file of akashic-records is readable (2×)',
    ],
    [
      'several kinds',
      [aFinding(), twice],
      '🔴 1 critical, 🟠 1 high: 2 instances of shiva are running; akashic-records is behind its branch',
    ],
    [
      'machines',
      ['nas', 'mini'].map((machine) =>
        aFinding({ id: machine, type: 'machine_unreachable', service: null, machine }),
      ),
      '🟠 2 high: nas and mini cannot be reached',
    ],
  ])('says of %s who and what', (_, findings, line) => {
    expect(pushLine(anAlertOf(findings))).toBe(line);
  });

  it.each<[string, Partial<Entry>, string]>([
    ['got worse', { told: 'worse' }, '🔴 1 critical, worse: 2 instances of shiva are running'],
    ['came back', { told: 'again' }, '🔴 1 critical, came back: 2 instances of shiva are running'],
    ['is acknowledged', { acknowledged: { by: 'Ada', until: auditedAt } }, '🔴 1 critical, acknowledged'],
    ['is over', { ended, finding: null }, '🟢 1 resolved: shiva'],
    ['is not kept whole', { finding: null }, '🔴 1 critical: Too many copies of shiva are running'],
  ])('says so where it %s', (_, over, line) => {
    const alert = anAlertOf([twice]);
    expect(pushLine({ ...alert, entries: alert.entries.map((entry) => ({ ...entry, ...over })) })).toBe(line);
  });

  it('tells a scan and a drill from news', () => {
    expect(pushLine(anAlertOf([], { kind: 'scan', title: '🟢 All in sync' }))).toBe(
      'Scheduled scan: 🟢 All in sync',
    );
    expect(pushLine(anAlertOf([twice], { kind: 'drill' }))).toBe('DRILL: nothing is wrong');
  });

  it('names nothing but what wakes people in a push of its own', () => {
    expect(urgentLine(anAlertOf([twice, aFinding()]))).toBe(
      '🔴 1 critical: 2 instances of shiva are running',
    );
  });

  it('is at most 150 characters of inert text, whatever the names', () => {
    const name = `@everyone <@&1100000000000000021> [x](https://evil.example) ${'*_'.repeat(60)}`;
    for (const type of findingTypes) {
      const same = [name, `${name}2`, 'web'].map((service, index) =>
        aFinding({ id: `${index}`, type, service, machine: name, severity: 'CRITICAL', actual: name }),
      );
      for (const findings of [same, same.slice(0, 1), [...same, ...outage, aFinding(), twice]]) {
        const line = pushLine(anAlertOf(findings, { kind: 'scan' }));
        expect(line.length).toBeLessThanOrEqual(150);
        expect(line).not.toMatch(/@everyone|<@|(?<!\\)\]\(|(?<!\\):\/\//);
        expect(line).toMatch(/critical.*: \S/);
      }
    }
  });
});
