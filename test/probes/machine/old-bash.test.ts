import { describe, expect, it } from 'vitest';
import { surveyMachine } from '../../../src/discover/survey/survey-machine.ts';
import { machineProbes } from '../../../src/probes/index.ts';
import { guardProgram } from '../../../src/remediation/guard/program.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { misreadByOldBash } from '../../support/machines/old-bash.ts';

const file = { path: '/srv/a', in: 'host' as const, secret: false };
const service = aService({
  launchd_label: 'org.a',
  systemd_unit: 'a.service',
  docker_service: 'a',
  lockfile: '/run/a',
  checkout: '/srv',
  files: [file, { ...file, in: 'container' }],
  scan: ['/srv'],
});
const target = { machine: aMachine(), services: [service] };
const limits = { connectMs: 1, sectionMs: 1, machineMs: 1, sectionCapBytes: 1 };

async function surveyScript(): Promise<string> {
  let sent = '';
  const run = (_host: unknown, { script }: { script: string }) => {
    sent = script;
    return Promise.resolve('lost' as const);
  };
  await surveyMachine({ run } as never, { host: 'a', port: 22, user: 'a' } as never, limits, 0).catch(
    () => {},
  );
  return sent;
}

describe('bash 3.2, the sh of macOS,', () => {
  it('reads every substitution to its end', async () => {
    const scripts = Object.values(machineProbes).map((probe) => probe.fragment(target));
    const all = [...scripts, guardProgram, await surveyScript()];
    expect(all.every((script) => script.length > 100)).toBe(true);
    expect(all.flatMap(misreadByOldBash)).toEqual([]);
  });

  it('matches the patterns of a lock, since IFS does not hold their characters by then', () => {
    const script = machineProbes.lockfiles.fragment(target);
    const split = [...script.matchAll(/IFS=\$IFS_DIGITS\n(.*?)unset IFS/gs)].map(([, inside]) => inside);
    expect(split).toEqual(['  set -- $1\n  ']);
  });

  it.each([
    ['$(case a in a) echo; esac)', 1],
    ['"$(x | while read -r y; do\n case $y in "$z"/*) echo; esac; done)"', 1],
    ['$(case a in (a) echo "$(b)"; esac) $((1 + 2)) "$(echo \')\' "\\")")"', 0],
  ])('would misread %j', (script, count) => {
    expect(misreadByOldBash(script)).toHaveLength(count);
  });
});
