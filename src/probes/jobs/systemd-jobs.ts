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
  const groups = groupsOf(block);
  const shown = groupOf(groups, unit);
  const job = shown ? jobOf(shown, groups, block, unit) : null;
  return { job, trouble: troubleOf(block, unit) };
}

// Each unit is looked up in the same block.
const read = new WeakMap<JobBlock, Properties[]>();

function groupsOf(block: JobBlock): Properties[] {
  const groups = read.get(block) ?? propertiesOf(block.lines);
  read.set(block, groups);
  return groups;
}

function jobOf(shown: Properties, groups: Properties[], { lines }: JobBlock, unit: string): Job {
  const load = shown.get('LoadState') ?? '';
  const group = textOf(shown, 'ControlGroup');
  const starts = lines.filter((line) => line.startsWith('BusStarts='));
  const onBus = starts.map((line) => line.slice('BusStarts='.length));
  return {
    manager: 'systemd',
    name: unit,
    names: namesOf(shown),
    loaded: load === 'loaded',
    domain: null,
    pid: jobPid(shown.get('MainPID')),
    pids: group === null ? [] : pidsOf(lines, group),
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

/** `/sys/fs/cgroup…/cgroup.procs:812`: those of the group, and of the groups below it. */
function pidsOf(lines: readonly string[], group: string): number[] {
  const pids = lines.flatMap((line) => {
    const [, folder, text] = /^\/sys\/fs\/cgroup(?:\/systemd)?(\/.*)\/cgroup\.procs:(\d+)$/.exec(line) ?? [];
    const pid = folder === group || folder?.startsWith(`${group}/`) === true ? jobPid(text) : null;
    return pid === null ? [] : [pid];
  });
  return [...new Set(pids)];
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
    .filter((line) => line !== '' && !/^[A-Za-z]+=|^\/sys\/fs\/cgroup/.test(line))
    .join(' ')
    .trim();
  if (/not been booted with systemd|running in chroot/i.test(said))
    return unseen('unsupported', 'the machine was not booted with systemd');
  if (/permission denied|not permitted|access denied|authentication required/i.test(said))
    return unseen('denied', `systemctl: ${said}`);
  if (/connect to (?:system scope |user scope )?bus|no medium found/i.test(said))
    return unseen('unreachable', `systemctl: ${said}`);
  return unseen('malformed', `systemctl did not say anything of ${unit} (status ${status}): ${said}`);
}
