import type { Process } from '../process.ts';
import { baseName } from './base-name.ts';
import { controlGroup } from '../control-group.ts';
import { isWaitingShell, parseProcess } from './parse-process.ts';
import { lineage } from '../process-tree.ts';

/** Programs that keep others running. Only asked where no control group tells: what they start is as many as they were told. */
const managers =
  /^(?:supervisord|circusd|runsvdir|runsv|s6-svscan|s6-supervise|monit|god|overmind|foreman|honcho|forever|process-compose|immortal|pm2|pm2-runtime)$/i;
const titled = /^PM2 v?\S+: God Daemon\b/;

/**
 * Who keeps a process running: the nearest above it that is no shell, if it is a service of the machine that keeps the
 * process in its own control group, or a manager by its name. The first process of the machine is none: what lost its
 * parent is below it too.
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

/** They start what others wrote down: jobs at their times, logins. What they start is not theirs. */
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
  return command.kind === 'program' && managers.test(baseName(command.files.at(-1) ?? ''));
}

/** Started by hand: of a login's or a user's scope, or below a shell that waits for somebody's words. */
export function isInSession(
  process: Process,
  parents: ReadonlyMap<number, number>,
  byPid: ReadonlyMap<number, Process>,
): boolean {
  const group = controlGroup(process.cgroup);
  if (group) return group.kind === 'session';
  return lineage(process.pid, parents).some((pid) => {
    const above = byPid.get(pid);
    return above !== undefined && isWaitingShell(above);
  });
}
