import { describe, expect, it } from 'vitest';
import type { Service } from '../../../src/inventory/manifest.ts';
import { seen } from '../../../src/facts/observation.ts';
import { compare } from '../../support/comparison/compare.ts';
import { systemd } from '../../support/comparison/job-scene.ts';
import { session, site, supervisord, unit } from '../../support/comparison/site-scene.ts';
import type { Row } from '../../support/comparison/site-scene.ts';

const bot = 'python3 /srv/site/main.py';
const trading = { kind: 'trading', singleton: 'machine' } as const;
const docker = `/system.slice/docker-${'ab'.repeat(32)}.scope`;

function uncounted(rows: Row[], over: Partial<Service>, main: number | null = null): string {
  const situation = site(rows, over);
  const machine = Object.values(situation.observations.machines)[0]!;
  const table = machine.facts.processes;
  if (table?.ok)
    for (const process of table.value.processes) process.elapsed_seconds = process.pid === 11 ? 90_000 : 3600;
  const job = { ...systemd, pid: main, pids: rows.map(([pid]) => pid), state: 'active (running)' };
  if (main !== null) machine.facts.jobs = seen({ site: seen(job) });
  const { gaps, findings } = compare(situation);
  expect(findings.map(({ type }) => type)).not.toContain('duplicate_process');
  return gaps.flatMap(({ fact, detail }) => (fact.startsWith('copies') ? [detail] : [])).join();
}

// systemd: "Found left-over process 11 (python3) in control group while starting unit. Ignoring."
describe('one program twice in one unit or container', () => {
  it.each<[what: string, rows: Row[], main?: number]>([
    [
      'by a script',
      [
        [10, 1, '/bin/bash /srv/site/start.sh', unit('site')],
        [11, 10, bot, unit('site')],
        [12, 10, bot, unit('site')],
      ],
    ],
    [
      'since systemd left the old one there',
      [
        [11, 1, bot, unit('site')],
        [12, 1, bot, unit('site')],
      ],
      12,
    ],
    [
      'by a manager in a container',
      [
        [10, 1, supervisord, docker],
        [11, 10, bot, docker],
        [12, 10, bot, docker],
      ],
    ],
  ])('is uncounted %s, where it trades', (_what, rows, main) => {
    expect(uncounted(rows, trading, main)).toContain(
      `runs 2 processes of the same program: pid 11 (${bot}) and pid 12 (${bot}). Find out`,
    );
    expect(uncounted(rows, { ...trading, instances: 2 }, main)).not.toContain('same program');
  });

  it('is uncounted for others only where one is older than the main process of the unit', () => {
    const rows: Row[] = [
      [11, 1, bot, unit('site')],
      [12, 1, bot, unit('site')],
    ];
    const over = { systemd_unit: 'site' };
    expect(uncounted(rows, over, 12)).toContain('pid 11');
    expect(uncounted(rows, over, 11)).toBe('');
    expect(uncounted(rows, over)).toBe('');
  });

  it.each<[what: string, rows: Row[]]>([
    [
      'the workers of one master',
      [
        [11, 1, bot, unit('site')],
        [12, 11, bot, unit('site')],
        [13, 11, bot, unit('site')],
      ],
    ],
    [
      'its pool of another program',
      [
        [11, 1, 'node /srv/site/main.js', unit('site')],
        [12, 11, 'node /srv/site/worker.js', unit('site')],
        [13, 11, 'node /srv/site/worker.js', unit('site')],
      ],
    ],
    [
      'wrappers, and what they wait for',
      [
        [9, 1, 'sudo -u app python3 /srv/site/main.py', unit('site')],
        [10, 9, 'timeout 1d python3 /srv/site/main.py', unit('site')],
        [11, 10, bot, unit('site')],
        [12, 1, 'sleep 60', unit('site')],
        [13, 1, 'sleep 60', unit('site')],
      ],
    ],
    ['one by hand', [[11, 1, bot, session]]],
  ])('is not %s', (_what, rows) => {
    expect(uncounted(rows, trading, 11)).toBe('');
  });
});
