import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import { controlGroup } from '../../../facts/control-group.ts';
import type { Copy } from './copy.ts';
import { baseName } from '../../../facts/command-line/base-name.ts';
import type { Situation } from '../../rule.ts';

/**
 * Who started a copy, as far as the process table shows: `bash (pid 812, user knox) in login session 12`. Never shows the
 * parent's arguments, since any of them may be a secret. Null if not known.
 */
export function starterOf(situation: Situation, { machine, tree }: Copy): string | null {
  const table = situation.observations.machines[machine]?.facts.processes;
  if (!tree || !table?.ok) return null;
  const { ppid, cgroup } = tree.root;
  const parent = table.value.processes.find(({ pid }) => pid === ppid);
  // pid 1 adopts processes without a parent: it did not start them.
  const by =
    parent && parent.pid !== 1
      ? `${quotable(baseName(parent.command.split(' ')[0] ?? ''), 40)} (pid ${parent.pid}, user ${quotable(parent.user, 40)})`
      : null;
  const where = placeOf(cgroup);
  const said = [by, where].filter((text) => text !== null);
  return said.length > 0 ? said.join(' in ') : null;
}

/** The unit or login session of a control group (systemd.unit(5), pam_systemd(8)). */
function placeOf(cgroup: string | null): string | null {
  const group = controlGroup(cgroup);
  if (!group) return null;
  const name = quotable(group.name, 60);
  if (group.kind === 'unit') return `the unit ${name}`;
  if (group.kind === 'container') return `the container ${name.slice(0, 12)}`;
  const session = /^session-(.+)$/.exec(name)?.[1];
  return session === undefined ? `the session ${name}` : `login session ${session}`;
}

/** Which of unit, job, lockfile, /health and port name a copy as the service's own. */
export function namersOf({ systemd_unit, launchd_label }: Service, copy: Copy): string[] {
  return [
    ...(copy.managed ? [systemd_unit ?? launchd_label ?? 'its unit'] : []),
    ...(copy.named_by_lock ? ['the lockfile'] : []),
    ...(copy.named_by_health ? ['/health'] : []),
    ...(copy.listens ? ['its port'] : []),
  ];
}
