import type { Service } from '../../../inventory/manifest.ts';
import type { Process, ProcessTable } from '../../../facts/process.ts';
import { attributeProcesses } from './attribution.ts';
import { chooseInstances } from './chosen-instances.ts';
import type { Chosen } from './chosen-instances.ts';
import { instanceTrees } from './instance-trees.ts';
import type { Tree } from '../../../facts/process-tree.ts';
import { isOfOwnUnit } from '../jobs/unit-owners.ts';
import type { GroupOwners } from '../jobs/unit-owners.ts';

export type Instances = Chosen & {
  /** processes that only mention the name in their arguments */
  mentions: Process[];
  /** those of them that may be the service after all: then it must not be called missing */
  perhaps: Process[];
  /** services that match one of these processes equally well: then a higher count proves nothing */
  shared: Service[];
};

export const noInstances = {
  trees: [],
  beside: [],
  unsure: [],
  mentions: [],
  perhaps: [],
  shared: [],
} satisfies Instances;

/** Which processes of a table belong to which of these services. Services without any are left out. */
export function attribute(table: ProcessTable, services: readonly Service[]): Map<string, Instances> {
  return instancesOf(table, services, (service, tree) => isOfOwnUnit(tree, service));
}

export function instancesOf(
  table: ProcessTable,
  services: readonly Service[],
  rightful: (service: Service, tree: Tree) => boolean,
  owners?: GroupOwners,
): Map<string, Instances> {
  const found = attributeProcesses(table, services, owners);
  const told = services.flatMap((service): [string, Instances][] => {
    const attributed = found.get(service.name);
    if (!attributed) return [];
    const trees = instanceTrees(service, attributed.processes, table);
    const chosen = chooseInstances(
      service,
      trees,
      attributed.processes,
      (tree) => rightful(service, tree),
      table,
    );
    const { mentions, perhaps } = attributed;
    return [[service.name, { ...chosen, mentions, perhaps, shared: [...attributed.shared] }]];
  });
  return new Map(told.filter(([, { trees, mentions }]) => trees.length + mentions.length > 0));
}
