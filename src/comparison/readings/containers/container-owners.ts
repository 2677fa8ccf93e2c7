import type { Service } from '../../../inventory/manifest.ts';
import type { ProcessTable } from '../../../facts/process.ts';
import { containersOf } from './containers-of.ts';
import { byPidOf } from '../../../facts/process-tree.ts';
import { controlGroup } from '../../../facts/control-group.ts';
import { servicesOn } from '../../services-on.ts';
import type { Situation } from '../../rule.ts';
import type { GroupOwners } from '../jobs/unit-owners.ts';

/** Which services own the containers behind a machine's control groups, by the process that the engine names. */
export function containerOwners(situation: Situation, machine: string, table: ProcessTable): GroupOwners {
  const owners = new Map<string, Service[]>();
  const byPid = byPidOf(table.processes);
  for (const service of servicesOn(situation.inventory, machine)) {
    if (service.docker_service === null) continue;
    for (const { pid } of containersOf(situation, service)?.containers ?? []) {
      const group = controlGroup(byPid.get(pid ?? 0)?.cgroup ?? null);
      if (group?.kind !== 'container') continue;
      const known = owners.get(group.key) ?? [];
      if (!known.includes(service)) owners.set(group.key, [...known, service]);
    }
  }
  return ({ key }) => owners.get(key) ?? [];
}
