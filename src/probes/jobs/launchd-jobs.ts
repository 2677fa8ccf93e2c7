import { jobNumber, jobPid } from './job-blocks.ts';
import type { JobBlock } from './job-blocks.ts';
import { nowhere } from '../../facts/job.ts';
import type { Job, LaunchdPlan } from '../../facts/job.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';

/**
 * One label's job from `launchctl list` and `launchctl print` (launchctl(1), macOS 10.10 and later). It counts as
 * not loaded only if every queried domain says so.
 */
export function launchdJob(blocks: JobBlock[], label: string, index: number): Observation<Job> {
  const listed = rowOf(blocks, label);
  const asked = blocks.filter(({ name }) => name.startsWith(`print ${index} `));
  const printed = asked.find(({ status }) => status === 0);
  const base = { ...nowhere, manager: 'launchd' as const, name: label, names: [label] };
  if (printed) return seen({ ...base, ...printedJob(printed), loaded: true });
  if (listed) return seen({ ...base, ...listed, loaded: true });
  const puzzling = asked.find((block) => !saysAbsent(block));
  const said = puzzling?.lines.join(' ').trim() ?? '';
  if (puzzling) return problem(said === '' ? `launchctl ended with status ${puzzling.status}` : said);
  if (asked.length === 0) return unseen('malformed', `the output of launchctl for ${label} was cut off`);
  return seen(base);
}

/** `PID Status Label`: the last exit status, a signal as its negative. */
function rowOf(blocks: JobBlock[], label: string): Pick<Job, 'pid' | 'last_exit'> | null {
  const list = blocks.find(({ name, status }) => name === 'list' && status === 0);
  for (const line of list?.lines ?? []) {
    const [, pid, status, name] = /^(-|\d+)\s+(-|-?\d+)\s+(.+)$/.exec(line) ?? [];
    if (name === label) return { pid: jobPid(pid), last_exit: jobNumber(status) };
  }
  return null;
}

function printedJob({
  name,
  lines,
}: JobBlock): Pick<Job, 'domain' | 'pid' | 'last_exit' | 'state' | 'launchd'> {
  const at = (key: string) =>
    lines.find((line) => line.slice(1).startsWith(`${key} = `))?.slice(key.length + 4);
  // `Terminated: 15` replaces the exit code; in `78: EX_CONFIG` its name follows.
  const signal = jobNumber(/(\d+)$/.exec(at('last terminating signal') ?? '')?.[1]);
  const code = jobNumber(/^(-?\d+)/.exec(at('last exit code') ?? '')?.[1]);
  return {
    domain: name.split(' ')[2] ?? null,
    pid: jobPid(at('pid')),
    last_exit: signal === null ? code : -signal,
    state: at('state') ?? null,
    launchd: {
      runs: jobNumber(at('runs')),
      keep_alive: keepAlive(lines, at('properties') ?? ''),
      scheduled: at('run interval') !== undefined || lines.some((line) => line.endsWith('calendarinterval')),
      spawn_failed: at('job state') === 'spawn failed',
      exit_reason: at('last exit reason') ?? null,
    },
  };
}

/**
 * KeepAlive true is among the properties, in one line or (up to macOS 10.13) one a line; a dictionary of conditions
 * as `semaphores`, of which SuccessfulExit alone tells what launchd waits for.
 */
function keepAlive(lines: readonly string[], properties: string): LaunchdPlan['keep_alive'] {
  const has = (pattern: RegExp) => lines.some((line) => pattern.test(line));
  if (has(/^\s+successful exit => 0$/)) return 'on failure';
  if (has(/^\s+successful exit => 1$/)) return 'on success';
  if (has(/^\s+after crash => 1$/)) return 'conditional';
  return properties.split(' | ').includes('keepalive') || has(/^\s{2}keepalive = 1$/) ? 'always' : null;
}

/** 113 is "Could not find specified service"; a domain of nobody's who is logged in is not there (launchctl error). */
function saysAbsent({ lines, status }: JobBlock): boolean {
  const said = lines.join('\n');
  return (
    status !== 0 &&
    (/could not find (?:specified )?(?:service|domain)/i.test(said) ||
      /domain does not support specified action/i.test(said))
  );
}

function problem(said: string): Observation<never> {
  const denied = /not permitted|not privileged|permission denied/i.test(said);
  return unseen(denied ? 'denied' : 'malformed', `launchctl: ${said}`);
}
