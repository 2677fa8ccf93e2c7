import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Process } from '../../../facts/process.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { humanDuration } from '../../../time/instant.ts';
import { lockReading } from '../../readings/processes/lock-reading.ts';
import type { LockReading } from '../../readings/processes/lock-reading.ts';
import type { ServiceGap, ServiceRule } from '../../rule.ts';
import { place, restartAdvice } from '../../sentences.ts';
import { shownCommand } from '../../../facts/command-line/shown-command.ts';

/** A service's lockfile names a live process of the service. */
export const lockfile: ServiceRule = {
  name: 'lockfile',
  types: ['lockfile_mismatch', 'stale_lockfile'],
  when: 'watch',
  judgeService(situation, service) {
    if (service.lockfile === null) return {};
    const reading = lockReading(situation, service);
    return { deviations: deviationOf(service, reading), gaps: gapOf(service, reading) };
  },
};

function gapOf(service: Service, reading: LockReading): ServiceGap[] {
  if (reading.state !== 'unseen') return [];
  const { detail, lost } = reading;
  const fact = `lockfile ${quotable(service.lockfile ?? '')}`;
  const gap = { of: 'lock_holder' as const, fact, detail };
  return [lost ? { ...gap, lost_with: { machine: service.machine, fact: lost } } : gap];
}

function deviationOf(service: Service, reading: LockReading): ServiceDeviation[] {
  if (reading.state !== 'dead' && reading.state !== 'foreign') return [];
  const path = quotable(service.lockfile ?? '');
  const age = reading.age_seconds;
  const holder = reading.state === 'foreign' ? reading.holder : reading.reused;
  const written = age === null ? '' : `, written ${humanDuration(age)} ago`;
  const base = {
    property: 'lockfile',
    evidence: { lockfile: path, pid: reading.pid, age_seconds: age, holder: evidenceOf(holder, service) },
  };
  if (reading.state === 'foreign') {
    const summary = `The lockfile of ${place(service)} names another process: ${path} holds pid ${reading.pid}, which is ${commandOf(reading.holder, service)}${written}. Nothing stops a second ${service.name} from starting. ${restartAdvice(service, 'Find out who wrote it, then restart the service.')}`;
    const actual = `pid ${reading.pid} of another process`;
    return [
      { ...base, type: 'lockfile_mismatch', summary, expected: 'the pid of the running service', actual },
    ];
  }
  const dead = holder
    ? `whose process is gone: the number belongs to ${commandOf(holder, service)} now, which started after the lock was written`
    : 'which is dead';
  const actual = `dead pid ${reading.pid}`;
  if (reading.runs) {
    const summary = `The lockfile of ${place(service)} does not name what runs: ${path} holds pid ${reading.pid}${written}, ${dead}, while the service runs. Nothing stops a second ${service.name} from starting. ${restartAdvice(service, 'Restart the service, so that it writes its lock.')}`;
    return [
      { ...base, type: 'lockfile_mismatch', summary, expected: 'the pid of the running service', actual },
    ];
  }
  const summary = `${place(service)} left a stale lockfile: ${path} holds pid ${reading.pid}${written}, ${dead}, and no process of ${service.name} was found. ${restartAdvice(service, 'Remove the file before the next start, which may refuse because of it.')}`;
  return [{ ...base, type: 'stale_lockfile', summary, expected: 'no lockfile of a dead process', actual }];
}

function commandOf(process: Process, service: Service): string {
  return shownCommand(process.command, service, 120) || 'a process without a command line';
}

function evidenceOf(process: Process | null, service: Service) {
  if (!process) return null;
  const { pid, elapsed_seconds, user, command } = process;
  return { pid, elapsed_seconds, user: quotable(user, 40), command: shownCommand(command, service) };
}
