import type { Containers } from '../../../facts/container.ts';
import type { Process, ProcessTable } from '../../../facts/process.ts';
import { baseName } from '../../../facts/command-line/base-name.ts';
import { controlGroup } from '../../../facts/control-group.ts';
import { quotable } from '../../../text/observed-text.ts';

/**
 * Whose containers were not read although the process table shows them; null if there are none. Each user has a podman of
 * their own, and a rootless docker or that of a snap may run beside the machine's.
 */
export function otherEngines(seen: Containers, table: ProcessTable): string | null {
  const programs = table.processes.filter(({ cgroup }) => controlGroup(cgroup ?? null)?.kind !== 'container');
  return otherPodman(seen, programs) ?? otherDocker(seen, programs);
}

function otherPodman({ podman_users, podman_user }: Containers, programs: readonly Process[]): string | null {
  // A worker of the release before does not say.
  const read = podman_users ?? (podman_user === null ? null : [podman_user]);
  // One monitor process a container, run by the container's user
  const other = programs.find(
    ({ command, user }) => runs(command, 'conmon') && read?.includes(user) === false,
  );
  if (!other || read === null) return null;
  const whose = quotable(other.user, 40);
  if (read.length === 0) return `podman was not read, but ${whose} runs containers in it`;
  const cure = podman_user === null ? 'connect as that user' : 'set sudo: true, or connect as that user';
  return `only the podman of ${read.map((user) => quotable(user, 40)).join(' and ')} was read, but ${whose} runs containers too: ${cure}`;
}

/** One docker answers at most. Engines inside of containers have containers of their own. */
function otherDocker({ engine }: Containers, programs: readonly Process[]): string | null {
  const engines = programs.filter(({ command }) => runs(command, 'dockerd'));
  const users = [...new Set(engines.map(({ user }) => quotable(user, 40)))].toSorted();
  if (users.length <= (engine === 'docker' ? 1 : 0)) return null;
  return engine === 'docker'
    ? `one docker was read, but ${users.join(' and ')} run one each: connect as the user whose docker has it`
    : `docker was not read, but ${users.join(' and ')} runs it: put it on the PATH of the SSH user`;
}

function runs(command: string, program: string): boolean {
  return baseName(command.split(' ')[0] ?? '') === program;
}
