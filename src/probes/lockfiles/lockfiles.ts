import type { Lockfile, Lockfiles } from '../../facts/lockfile.ts';
import type { Machine } from '../../inventory/manifest.ts';
import { readLinkTarget, readLockText } from './lock-text.ts';
import { LARGEST_LOCK, lockfilesScript } from './lockfiles-script.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { MachineProbe, Section, Target } from '../probe.ts';

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
  const own = /^host (\S+)$/m.exec(section.output)?.[1] ?? null;
  const found = target.services.map(({ name, lockfile }): [string, Observation<Lockfile>] => {
    const path = lockfile ?? '';
    const lock = readLock(path, lines.get(paths.indexOf(path)), (host) => isHere(host, own, target.machine));
    return [name, lock];
  });
  return seen(Object.fromEntries(found));
}

type IsHere = (host: string) => boolean;

function readLock(path: string, line: string | undefined, isOwn: IsHere): Observation<Lockfile> {
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
      return unseen('malformed', `${path} is not a regular file`);
    default:
      return readContent(path, line, isOwn);
  }
}

function readContent(path: string, line: string, isOwn: IsHere): Observation<Lockfile> {
  const [, kind, modified, now, alive, text] =
    /^(file|link) (-|\d{1,12}) (\d{1,12}) (-|[\d,]+) (.*)$/s.exec(line) ?? [];
  if (now === undefined || alive === undefined || text === undefined)
    return unseen('malformed', `the machine's answer about ${path} cannot be read`);
  if (text.length > LARGEST_LOCK) return unseen('malformed', `${path} is too large to be a lockfile`);
  if (text.includes('\u0001')) return unseen('malformed', `${path} does not hold text`);
  const lines = text.replaceAll('\u0002', '\n').trim();
  if (kind === 'file' && lines === '')
    return unseen(
      'malformed',
      `${path} is empty: it holds no pid. Remove it from the manifest if its program locks it without writing a pid (flock)`,
    );
  const named = kind === 'link' ? readLinkTarget(lines) : readLockText(lines);
  if (named === null && kind === 'link')
    return unseen('malformed', `${path} is not a regular file, but a link whose target cannot be seen`);
  if (named === null) return unseen('malformed', `${path} holds no pid`);
  const { pid, sure, host } = named;
  const living = alive.split(',').map(Number);
  const others = named.others.filter((other) => living.includes(other));
  return seen({
    state: 'held',
    pid,
    ...(sure ? {} : { unsure: true as const }),
    ...(others.length > 0 ? { others } : {}),
    ...(host === null || isOwn(host) ? {} : { elsewhere: host }),
    age_seconds: ageOf(Number(modified), Number(now)),
    alive: living.includes(pid),
  });
}

/** Does a lock mean this machine? `0.0.0.0` and the like are addresses that its service listens on. */
function isHere(host: string, own: string | null, { name, host: address, interfaces }: Machine): boolean {
  if (/^(?:127\.|0\.0\.0\.0$|::1?$|\*$|localhost)/i.test(host)) return true;
  const known = [name, address, ...Object.values(interfaces)].map((each) => each.toLowerCase());
  if (known.includes(host.toLowerCase())) return true;
  return own !== null && !/^[\d.]+$/.test(host) && sameName(host.toLowerCase(), own.toLowerCase());
}

/** `web-2` and `web-2.example.org` are the same. */
function sameName(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

/** No age if the clock was set back; a second may be rounding. */
function ageOf(modified: number, now: number): number | null {
  const age = now - modified;
  return Number.isNaN(age) || age < -1 ? null : Math.max(0, age);
}
