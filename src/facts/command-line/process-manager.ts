import type { Process } from '../process.ts';
import { baseName } from './base-name.ts';
import { controlGroup } from '../control-group.ts';
import { isWaitingShell, parseProcess } from './parse-process.ts';
import { lineage } from '../process-tree.ts';

/** Programs that keep others running. Used only without control groups: they start as many processes as configured. */
const managers =
  /^(?:supervisord|circusd|runsvdir|runsv|s6-svscan|s6-supervise|svscan|supervise|monit|god|overmind|foreman|honcho|forever|process-compose|immortal|pm2|pm2-runtime)$/i;
const titled = /^PM2 v?\S+: God Daemon\b/;

/**
 * The manager of a process: its nearest ancestor that is not a shell, if that is a service of the machine with the process
 * in its own control group, or a known manager. Init does not count, since orphans are below it too.
 */
export function managerOf(
  process: Process,
  parents: ReadonlyMap<number, number>,
  byPid: ReadonlyMap<number, Process>,
): Process | null {
  for (const pid of lineage(process.pid, parents).slice(1)) {
    const above = byPid.get(pid);
    if (!above || pid === 1) return null;
    const { command } = parseProcess(above);
    if (command.kind === 'none' || command.kind === 'script') continue;
    if (isManager(above)) return above;
    const [own, its] = [controlGroup(process.cgroup), controlGroup(above.cgroup)];
    return own?.kind === 'unit' && its?.key === own.key ? above : null;
  }
  return null;
}

/** Schedulers and login programs: what they start is not part of them. */
const starters = /^(?:cron|crond|anacron|fcron|atd|sshd|sshd-session|inetd|xinetd|dropbear)$/i;

/** Is there a manager, a timer or a login between a process and the top of its control group? */
export function isStartedForOthers(
  process: Process,
  parents: ReadonlyMap<number, number>,
  byPid: ReadonlyMap<number, Process>,
): boolean {
  return lineage(process.pid, parents).some((pid) => {
    const above = byPid.get(pid);
    if (!above || above === process) return false;
    const { command } = parseProcess(above);
    const program = command.kind === 'program' ? baseName(command.files[0] ?? '') : '';
    return starters.test(command.kind === 'title' ? command.program : program) || isManager(above);
  });
}

export function isManager(process: Process): boolean {
  const { command } = parseProcess(process);
  if (titled.test(process.command)) return true;
  // foreman calls itself `foreman: master`.
  if (command.kind === 'title') return managers.test(command.program);
  return command.kind === 'program' && managers.test(baseName(command.files.at(-1) ?? ''));
}

/**
 * Was it started by hand: in a login's or user's scope, or below an interactive shell? Such a shell may be in a unit too:
 * that of an editor, a terminal in the browser, or a tmux that a unit started.
 */
export function isInSession(
  process: Process,
  parents: ReadonlyMap<number, number>,
  byPid: ReadonlyMap<number, Process>,
): boolean {
  if (controlGroup(process.cgroup)?.kind === 'session') return true;
  return lineage(process.pid, parents).some((pid) => {
    const above = byPid.get(pid);
    return above !== undefined && isWaitingShell(above);
  });
}
