import { jobNumber, jobPid } from './job-blocks.ts';
import type { JobBlock } from './job-blocks.ts';
import { nowhere } from './job.ts';
import type { Job } from './job.ts';
import { seen, unseen } from './observation.ts';
import type { Observation } from './observation.ts';

type Properties = Map<string, string>;

/** One unit's job from `systemctl show` (systemctl(1)): of the system's manager, else of the SSH user's own. */
export function systemdJob(blocks: JobBlock[], unit: string): Observation<Job> {
  const found = ['system', 'user'].map((domain) => ({ domain, ...askedOf(blocks, domain, unit) }));
  const known =
    found.find(({ job }) => job?.loaded) ?? found.find(({ job }) => job && job.state !== 'not-found');
  if (known?.job) return seen({ ...known.job, domain: known.domain });
  // A manager that did not answer may be the one that has it.
  const silent = found.find(({ job }) => !job);
  if (silent) return silent.trouble;
  return seen(found[0]?.job ?? { ...nowhere, manager: 'systemd', name: unit });
}

function askedOf(
  blocks: JobBlock[],
  domain: string,
  unit: string,
): { job: Job | null; trouble: Observation<never> } {
  const block = blocks.find(({ name }) => name === domain);
  const absent: Job = { ...nowhere, manager: 'systemd', name: unit, state: 'not-found' };
  const without = blocks.some(({ name }) => name === 'no-user');
  const cut = unseen('malformed', `what systemctl says of ${unit} was cut off`);
  if (!block) return { job: domain === 'user' && without ? absent : null, trouble: cut };
  const groups = propertiesOf(block.lines);
  const shown = groups.find((group) => namesOf(group).includes(fullName(unit)));
  const job = shown?.has('LoadState') ? jobOf(shown, groups, unit) : null;
  return { job, trouble: troubleOf(block, unit) };
}

/** The blocks of `KEY=value` lines, which an empty line parts. */
function propertiesOf(lines: string[]): Properties[] {
  const groups: Properties[] = [new Map()];
  for (const line of lines) {
    const at = line.indexOf('=');
    if (line === '') groups.push(new Map());
    else if (at > 0) groups.at(-1)?.set(line.slice(0, at), line.slice(at + 1));
  }
  return groups;
}

/** An alias is known by all its names. */
function namesOf(group: Properties): string[] {
  return [group.get('Id') ?? '', ...(group.get('Names') ?? '').split(' ')];
}

/** systemctl(1): a name without a type is a service's. */
function fullName(unit: string): string {
  const typed =
    /\.(?:service|socket|device|mount|automount|swap|target|path|timer|slice|scope|snapshot)$/.test(unit);
  return typed ? unit : `${unit}.service`;
}

function jobOf(shown: Properties, groups: Properties[], unit: string): Job {
  const load = shown.get('LoadState') ?? '';
  const group = shown.get('ControlGroup') ?? '';
  const pids = groups.filter((each) => group !== '' && each.get('Of') === group);
  return {
    manager: 'systemd',
    name: unit,
    loaded: load === 'loaded',
    domain: null,
    pid: jobPid(shown.get('MainPID')),
    pids: [...new Set(pids.flatMap((each) => (each.get('Pids') ?? '').split(' ').flatMap(pidIn)))],
    last_exit: lastExit(shown),
    state: load === 'loaded' ? `${shown.get('ActiveState') ?? '?'} (${shown.get('SubState') ?? '?'})` : load,
    result: shown.get('Result') ?? null,
    restarts: jobNumber(shown.get('NRestarts')),
  };
}

function pidIn(text: string): number[] {
  const pid = jobPid(text);
  return pid === null ? [] : [pid];
}

/** ExecMainCode is waitid(2)'s si_code: 1 exited, 2 killed, 3 dumped core; 0 has not ended yet. */
function lastExit(shown: Properties): number | null {
  const code = shown.get('ExecMainCode');
  const status = jobNumber(shown.get('ExecMainStatus'));
  if (status === null || code === undefined || code === '0') return null;
  return code === '1' ? status : -status;
}

function troubleOf({ lines, status }: JobBlock, unit: string): Observation<never> {
  const said = lines
    .filter((line) => line !== '' && !/^[A-Za-z]+=/.test(line))
    .join(' ')
    .trim();
  if (/not been booted with systemd/i.test(said))
    return unseen('unsupported', 'the machine was not booted with systemd');
  if (/permission denied|not permitted|access denied|authentication required/i.test(said))
    return unseen('denied', `systemctl: ${said}`);
  if (/connect to (?:system scope |user scope )?bus|no medium found/i.test(said))
    return unseen('unreachable', `systemctl: ${said}`);
  return unseen('malformed', `systemctl did not say anything of ${unit} (status ${status}): ${said}`);
}
