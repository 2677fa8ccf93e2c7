import { LARGEST_LOCK, lockfilesScript } from './lockfiles-script.ts';
import { seen, unseen } from './observation.ts';
import type { Observation } from './observation.ts';
import type { MachineProbe, Section, Target } from './probe.ts';

/** A service's lockfile as it lies on the machine. */
export type Lockfile =
  | { state: 'missing' }
  | {
      state: 'held';
      pid: number;
      /** seconds since it was last written; null where the machine does not say */
      age_seconds: number | null;
      /** some process had this pid at the moment when the file was read */
      alive: boolean;
    };

/** service -> its lockfile */
type Lockfiles = Record<string, Observation<Lockfile>>;

/** The pid that each lockfile names. */
export const lockfiles: MachineProbe<Lockfiles> = {
  name: 'lockfiles',
  wanted: (service, machine) => machine.ssh && service.lockfile !== null,
  fragment: (target) => lockfilesScript(pathsOf(target)),
  parse: parseLockfiles,
};

function pathsOf({ services }: Target): string[] {
  return [...new Set(services.flatMap(({ lockfile }) => lockfile ?? []))];
}

function parseLockfiles(section: Section, target: Target): Observation<Lockfiles> {
  const lines = new Map<number, string>();
  for (const [, index, rest = ''] of section.output.matchAll(/^(\d{1,6}) (.*)$/gm)) {
    lines.set(Number(index), rest);
  }
  const paths = pathsOf(target);
  const found = target.services.map(({ name, lockfile }): [string, Observation<Lockfile>] => {
    const path = lockfile ?? '';
    return [name, readLock(path, lines.get(paths.indexOf(path)))];
  });
  return seen(Object.fromEntries(found));
}

function readLock(path: string, line: string | undefined): Observation<Lockfile> {
  switch (line) {
    case undefined:
      return unseen('malformed', `the machine's answer about ${path} was cut off`);
    case 'missing':
      return seen({ state: 'missing' });
    case 'denied':
      return unseen('denied', `the SSH user may not read ${path}`);
    case 'directory':
      return unseen('malformed', `${path} is a directory, not a lockfile`);
    case 'special':
      return unseen('malformed', `${path} is no regular file`);
    default:
      return readContent(path, line);
  }
}

function readContent(path: string, line: string): Observation<Lockfile> {
  const [, modified, now, alive, text] = /^file (-|\d{1,12}) (\d{1,12}) (-|[\d,]+) (.*)$/s.exec(line) ?? [];
  if (now === undefined || alive === undefined || text === undefined)
    return unseen('malformed', `the machine's answer about ${path} cannot be read`);
  if (text.length > LARGEST_LOCK) return unseen('malformed', `${path} is too large to be a lockfile`);
  if (text.includes('\u0001')) return unseen('malformed', `${path} does not hold text`);
  const pid = pidIn(text);
  if (pid === null) return unseen('malformed', `${path} holds no pid`);
  return seen({
    state: 'held',
    pid,
    age_seconds: ageOf(Number(modified), Number(now)),
    alive: alive.split(',').includes(String(pid)),
  });
}

/** The first whole number that stands alone: no part of a date, an address, a version or a name. */
function pidIn(text: string): number | null {
  const number = Number(/(?<![\w.-]|\d:)[1-9]\d{0,9}(?![\w.-]|:\d)/.exec(text)?.[0] ?? 0);
  return number > 0 && number < 2 ** 31 ? number : null;
}

/** A clock that was set back says nothing of an age; a second of rounding does. */
function ageOf(modified: number, now: number): number | null {
  const age = now - modified;
  return Number.isNaN(age) || age < -1 ? null : Math.max(0, age);
}
