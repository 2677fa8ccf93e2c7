import type { Service } from '../../../inventory/manifest.ts';
import type { Process } from '../../../facts/process.ts';
import { controlGroup } from '../../../facts/control-group.ts';
import type { ControlGroup } from '../../../facts/control-group.ts';
import type { Tree } from '../../../facts/process-tree.ts';
import { sameName } from '../../../facts/command-line/name-matching.ts';

/** The services that own a control group. Ownership counts more than anything else about its processes. */
export type GroupOwners = (group: ControlGroup) => readonly Service[];

const none: readonly Service[] = [];

/** The services that own the control group of a process; empty if no service of the manifest does. */
export function ownersOf(
  services: readonly Service[],
  containersOf: GroupOwners,
): (process: Process) => readonly Service[] {
  const known = new Map<string, readonly Service[]>();
  const declaring = Map.groupBy(services, ({ systemd_unit }) => systemd_unit && plain(systemd_unit));
  const ownersOfGroup = (group: ControlGroup) =>
    group.kind === 'container'
      ? containersOf(group)
      : (declaring.get(group.name) ?? services.filter((service) => isNamesake(group, service)));
  return ({ cgroup }) => {
    const group = controlGroup(cgroup);
    if (!group || group.kind === 'session') return none;
    const owners = known.get(group.key) ?? ownersOfGroup(group);
    known.set(group.key, owners);
    return owners;
  };
}

/** Is it the unit that the manifest names for the service, or if it names none, a unit with the service's name? */
export function isOwnUnit(group: ControlGroup | null, service: Service): boolean {
  if (group?.kind !== 'unit') return false;
  return service.systemd_unit === null ? isNamesake(group, service) : isUnit(group, service.systemd_unit);
}

/** Does a process of the tree run in the service's own unit? */
export function isOfOwnUnit({ members }: Tree, service: Service): boolean {
  return members.some(({ cgroup }) => isOwnUnit(controlGroup(cgroup), service));
}

function isUnit({ name }: ControlGroup, unit: string): boolean {
  return name === plain(unit);
}

function plain(unit: string): string {
  return unit.replace(/\.service$/, '');
}

function isNamesake({ kind, name, template }: ControlGroup, service: Service): boolean {
  return kind === 'unit' && (sameName(name, service.name) || sameName(template, service.name));
}
