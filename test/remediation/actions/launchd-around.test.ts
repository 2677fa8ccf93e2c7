import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/facts/job.ts';
import { actions } from '../../../src/remediation/actions/index.ts';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { aFinding } from '../../support/builders.ts';
import { job } from '../../support/remediation/actions/scene.ts';
import { guardText } from '../../support/remediation/guard-text.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';

const action = actions['restart-launchd-job'];
const lines = ['path = /Library/a.plist', 'program = /opt/run', 'argument /opt/run', 'argument --x'];

function around(over: Record<string, string[]> = {}) {
  const parts = { job: lines, 'unit files': [], programs: [], places: ['all'], ...over };
  return action.surroundings(readEvidence(guardText(parts))!, { argv: [], touches: [], pids: [] });
}

describe('what launchd would start', () => {
  it('is told, with all that it names', () => {
    const over = { 'unit files': ['file /Library/a.plist x'], programs: ['program /opt/run 1:2 ab'] };
    expect(around(over)).toEqual({
      touches: expect.arrayContaining([
        'path = /Library/a.plist',
        'file /Library/a.plist x',
        'program /opt/run 1:2 ab',
        '/opt/run',
      ]),
      starts: ['/opt/run --x', '/opt/run'],
    });
  });

  it.each([
    ['a program alone', lines.filter((line) => !line.startsWith('argument'))],
    ['arguments alone', lines.filter((line) => !line.startsWith('program'))],
  ])('may be %s', (_, own) => {
    expect(around({ job: own })).not.toHaveProperty('refused');
  });

  const unseen = 'what launchd would start could not be seen';
  it.each<[string, Record<string, string[]>, string]>([
    ['its plist is not known', { job: lines.slice(1) }, unseen],
    ['its program is not known', { job: lines.slice(0, 1) }, unseen],
    ['the answer was cut off', { places: [] }, unseen],
    [
      'a trading job names it',
      { 'unit files': ['tied com.knox.alpha'] },
      'a trading job names it in its settings: com.knox.alpha',
    ],
    [
      'a variable of it names trading',
      { job: [...lines, 'environment BOT trading'] },
      'its variable BOT names a trading bot or something that belongs to one',
    ],
  ])('is left alone where %s', (_, over, refused) => {
    expect(around(over)).toEqual({ refused });
  });
});

describe.each([
  [
    'restart-launchd-job',
    'launchd',
    { launchd_label: 'app' },
    'launchd does not run it',
    'its state in launchd could not be seen',
    'gui/501',
  ],
  [
    'restart-systemd-unit',
    'systemd',
    { systemd_unit: 'app' },
    'systemd does not run it',
    'its state in systemd could not be seen',
    'system',
  ],
] as const)('%s', (name, manager, over, notRun, unseen, domain) => {
  const planned = (facts: ReturnType<typeof job>) =>
    actions[name].plan({
      finding: aFinding(),
      machine: aMachine(),
      service: aService({ name: 'app', ...over }),
      facts,
    });
  const own: Partial<Job> = { manager, name: 'app', domain };

  it.each<[string, Partial<Job>, number[]]>([
    ['its pid and those below it', { pid: 7, pids: [8] }, [7, 8]],
    ['those below it where it has none', { pid: null, pids: [8] }, [8]],
  ])('touches %s', (_, pids, expected) => {
    expect(planned(job({ ...own, ...pids }))).toMatchObject({ pids: expected });
  });

  it.each([
    ['another manager', { manager: manager === 'systemd' ? 'launchd' : 'systemd' } as const],
    ['another name', { name: 'other' }],
  ])('is not planned under %s', (_, other) => {
    expect(planned(job({ ...own, ...other }))).toEqual({ refused: notRun });
  });

  it('is not planned unseen', () => {
    expect(planned({})).toEqual({ refused: unseen });
  });
});
