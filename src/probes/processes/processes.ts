import type { Process, ProcessTable } from '../../facts/process.ts';
import { readIdentity } from '../machine/machine-identity.ts';
import { unseen, unseenWith, seen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import { ownCopy } from '../../text/kept/own-copy.ts';
import { ownPids } from './own-pids.ts';
import { giveOwnTexts, once } from '../kept/own-texts.ts';
import type { MachineProbe, Section } from '../probe.ts';
import { PROCESS_LISTING } from './process-listing.ts';
import { splitRow } from './process-row.ts';
import { parsePlaces, PROCESS_PLACES } from './process-places.ts';
import type { Place } from './process-places.ts';

/** Every service on a machine with SSH: duplicates are looked for under the default name too. */
export const processes: MachineProbe<ProcessTable> = {
  name: 'processes',
  wanted: (_service, machine) => machine.ssh,
  fragment: () => `${PROCESS_LISTING}\n${PROCESS_PLACES}`,
  parse: parseProcesses,
  ownTexts: true,
};

/** An incomplete table could hide a duplicate, so one unreadable line makes the whole table unseen. */
function parseProcesses(section: Section): Observation<ProcessTable> {
  if (section.truncated) return unseen('malformed', 'the process table is longer than the limit');
  if (section.status !== 0)
    return unseen('malformed', `the process listing failed with status ${section.status}`);
  const [first = '', ...printed] = section.output.split('\n');
  const placed = printed.indexOf('places');
  const lines = placed === -1 ? printed : printed.slice(0, placed);
  const shell = Number(/^shell (\d{1,10})$/.exec(first)?.[1]);
  if (!shell) return unseen('malformed', 'the machine did not print a process table');
  const table = new Map<number, Process>();
  const read = rowReader(section.output);
  const users = new Map<string, string>();
  let zombies: number[] = [];
  const start = lines.findIndex((line) => line.startsWith('from '));
  const before = lines.slice(0, Math.max(start, 0));
  const machine = ownCopy(readIdentity(before));
  const now = before.flatMap((line) => /^clock (\d{1,12})$/.exec(line)?.[1] ?? []).map(Number)[0] ?? null;
  for (const line of lines.slice(Math.max(start, lines.lastIndexOf('from proc') + 1, 0))) {
    const user = line.startsWith('user ') ? /^user (\d{1,10}) (.+)$/.exec(line) : null;
    if (user?.[1] !== undefined && user[2] !== undefined) {
      if (!users.has(user[1])) users.set(user[1], user[2]);
    } else if (line.startsWith('z') && /^zombies(?: \d{1,10})*$/.test(line)) {
      zombies = line.split(' ').slice(1).map(Number);
    } else if (line !== '' && line !== 'from ps' && !line.startsWith('user ')) {
      const row = read(line, users);
      if (!row) return unseen('malformed', `a line of the process table cannot be read: ${excerpt(line)}`);
      if (table.has(row.pid)) return unseen('malformed', `the process table names pid ${row.pid} twice`);
      table.set(row.pid, row);
    }
  }
  const places = placed === -1 ? new Map<number, Place>() : parsePlaces(printed.slice(placed + 1));
  for (const [pid, { cgroup, cwd }] of places) {
    const row = table.get(pid);
    if (!row) continue;
    row.cgroup = cgroup === null ? null : printable(cgroup);
    row.cwd = cwd === null ? null : printable(cwd);
  }
  giveOwnTexts(table.values());
  const judged = judgeable(table, shell, zombies);
  return judged.ok ? seen({ ...judged.value, now, machine }) : judged;
}

/** A table without our own shell is not this machine's; one without pid 1 has only the SSH user's processes. */
function judgeable(table: Map<number, Process>, shell: number, again: number[]): Observation<ProcessTable> {
  if (!table.has(shell)) return unseen('malformed', 'the process table lacks the shell that printed it');
  if (!table.has(1)) {
    const cure = 'mount /proc without hidepid for it (proc(5), gid=), or lift security.bsd.see_other_uids';
    return unseenWith('denied', 'the SSH user may not see the processes of other users', cure);
  }
  const zombies = again.filter((pid) => table.get(pid)?.state === 'Z');
  return seen({ processes: [...table.values()], own: ownPids(table, shell), zombies });
}

/** General category Cc, but for the line break. `\p{Cc}` takes twice as long. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\0-\x09\x0B-\x1F\x7F-\x9F]/;

/** Parses the rows of one table; many share the start, user or group of another. @param output the whole table */
function rowReader(output: string) {
  const isPrintable = !CONTROL.test(output);
  const seconds = once(parseElapsed);
  const one = once((text) => text);
  return (line: string, users: ReadonlyMap<string, string>): Process | null => {
    const row = splitRow(isPrintable ? line : printable(line));
    if (row === null) return null;
    const { pid, ppid, state, elapsed, user, command } = row;
    return {
      pid,
      ppid,
      state: state.toUpperCase(),
      elapsed_seconds: seconds(elapsed),
      user: one(users.get(user) ?? user),
      command: command.trim(),
      cgroup: null,
      cwd: null,
    };
  };
}

/** `[[dd-]hh:]mm:ss` of ps(1), or plain seconds. @returns seconds, null if `text` is neither */
function parseElapsed(text: string): number | null {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  const [, days = 0, hours = 0, minutes, seconds] =
    /^(?:(?:(\d{1,6})-)?(\d{1,2}):)?(\d{1,2}):(\d{1,2})$/.exec(text) ?? [];
  if (minutes === undefined) return null;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
}

function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '?');
}

function excerpt(line: string): string {
  return JSON.stringify(printable(line).slice(0, 80));
}
