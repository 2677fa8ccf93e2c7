import { jobNumber, jobPid } from './job-blocks.ts';
import type { JobBlock } from './job-blocks.ts';
import { nowhere } from '../../facts/job.ts';
import type { Job } from '../../facts/job.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import { groupOf, namesOf, propertiesOf, textOf } from './systemd-properties.ts';
import type { Properties } from './systemd-properties.ts';
import { unitOf } from './systemd-unit.ts';

/** One unit's job from `systemctl show` (systemctl(1)): of the system's manager, else of the SSH user's own. */
export function systemdJob(blocks: JobBlock[], unit: string): Observation<Job> {
  const found = ['system', 'user'].map((domain) => ({ domain, ...askedOf(blocks, domain, unit) }));
  const known =
    found.find(({ job }) => job?.loaded) ?? found.find(({ job }) => job && job.state !== 'not-found');
  if (known?.job) return seen({ ...known.job, domain: known.domain });
  // The manager that did not answer may have it.
  const silent = found.find(({ job }) => !job);
  if (silent) return silent.problem;
  return seen(found[0]?.job ?? { ...nowhere, manager: 'systemd', name: unit });
}

function askedOf(
  blocks: JobBlock[],
  domain: string,
  unit: string,
): { job: Job | null; problem: Observation<never> } {
  const block = blocks.find(({ name }) => name === domain);
  const absent: Job = { ...nowhere, manager: 'systemd', name: unit, state: 'not-found' };
  const without = blocks.some(({ name }) => name === 'no-user');
  const cut = unseen('malformed', `the output of systemctl for ${unit} was cut off`);
  if (!block) return { job: domain === 'user' && without ? absent : null, problem: cut };
  const told = toldOf(block);
  const shown = groupOf(told.groups, unit);
  if (!shown) return { job: null, problem: problemOf(block, unit) };
  return { job: jobOf(shown, told, unit), problem: cut };
}

type Told = {
  groups: Properties[];
  onBus: string[];
  /** control group -> the processes in it and below it */
  pids: ReadonlyMap<string, number[]>;
};

// Indexed once, since each unit is looked up in the same block.
const read = new WeakMap<JobBlock, Told>();

function toldOf(block: JobBlock): Told {
  const known = read.get(block);
  if (known) return known;
  const { lines } = block;
  const groups = propertiesOf(lines);
  const starts = lines.filter((line) => line.startsWith('BusStarts='));
  const onBus = starts.map((line) => line.slice('BusStarts='.length));
  const told = { groups, onBus, pids: pidsIn(lines) };
  read.set(block, told);
  return told;
}

function jobOf(shown: Properties, { groups, onBus, pids }: Told, unit: string): Job {
  const load = shown.get('LoadState') ?? '';
  const group = textOf(shown, 'ControlGroup');
  return {
    manager: 'systemd',
    name: unit,
    names: namesOf(shown),
    loaded: load === 'loaded',
    domain: null,
    pid: jobPid(shown.get('MainPID')),
    pids: group === null ? [] : (pids.get(group) ?? []),
    control_group: group,
    last_exit: lastExit(shown),
    state: load === 'loaded' ? `${shown.get('ActiveState') ?? '?'} (${shown.get('SubState') ?? '?'})` : load,
    result: shown.get('Result') ?? null,
    restarts: jobNumber(shown.get('NRestarts')),
    unit:
      load === 'not-found' && shown.get('ActiveState') === 'inactive' ? null : unitOf(shown, groups, onBus),
    launchd: null,
  };
}

/** `/sys/fs/cgroup…/cgroup.procs:812`: those of each group, and of the groups below it. */
function pidsIn(lines: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, Set<number>>();
  for (const line of lines) {
    const [, folder, text] = /^\/sys\/fs\/cgroup(?:\/systemd)?(\/.*)\/cgroup\.procs:(\d+)$/.exec(line) ?? [];
    const pid = jobPid(text);
    if (folder === undefined || pid === null) continue;
    for (let end = folder.length; end > 0; end = folder.lastIndexOf('/', end - 1)) {
      const group = folder.slice(0, end);
      groups.set(group, (groups.get(group) ?? new Set()).add(pid));
    }
  }
  return new Map([...groups].map(([group, pids]) => [group, [...pids]]));
}

/** ExecMainCode is waitid(2)'s si_code: 1 exited, 2 killed, 3 dumped core; 0 has not ended yet. */
function lastExit(shown: Properties): number | null {
  const code = shown.get('ExecMainCode');
  const status = jobNumber(shown.get('ExecMainStatus'));
  if (status === null || code === undefined || code === '0') return null;
  return code === '1' ? status : -status;
}

function problemOf({ lines, status }: JobBlock, unit: string): Observation<never> {
  const said = lines
    .filter((line) => line !== '' && !/^[A-Za-z]+=|^\/sys\/fs\/cgroup/.test(line))
    .join(' ')
    .trim();
  if (/not been booted with systemd|running in chroot/i.test(said))
    return unseen('unsupported', 'the machine was not booted with systemd');
  if (/permission denied|not permitted|access denied|authentication required/i.test(said))
    return unseen('denied', `systemctl: ${said}`);
  if (/connect to (?:system scope |user scope )?bus|no medium found/i.test(said))
    return unseen('unreachable', `systemctl: ${said}`);
  return unseen('malformed', `systemctl said nothing about ${unit} (status ${status}): ${said}`);
}
