import { advised } from '../../sentences.ts';
import { findServices } from '../../../discover/find/find-services.ts';
import type { Service as FoundService } from '../../../discover/find/candidate.ts';
import { isSame } from '../../../discover/find/known-entries.ts';
import { parseLocations } from '../../../facts/workloads/process-locations.ts';
import type { Survey } from '../../../discover/survey/survey.ts';
import type { Machine } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { ProcessTable } from '../../../facts/process.ts';
import type { Workloads } from '../../../facts/workloads/workloads.ts';
import type { Deviation } from '../../../findings/finding.ts';
import { attributedOn } from '../../readings/processes/instances.ts';
import { lineage, parentsOf } from '../../../facts/process-tree.ts';
import type { FleetRule, Situation } from '../../rule.ts';
import { servicesOn } from '../../services-on.ts';

/** Younger programs may be gone before anybody reads about them (seconds). */
const SETTLED = 60;

/** Everything that runs is in the manifest, as discover sees it. Off unless the policy turns it on. */
export const unmanaged: FleetRule = {
  name: 'unmanaged',
  types: ['unmanaged'],
  when: 'full_audit',
  *judgeFleet(situation) {
    const deviations: Deviation[] = [];
    for (const machine of situation.machines) yield void deviations.push(...judgeMachine(situation, machine));
    return { deviations, untold: sawAllThatRuns(situation) ? [] : ['unmanaged'] };
  },
};

/** Were all programs on the machines seen? If not, earlier findings are not resolved. */
function sawAllThatRuns({ machines, observations }: Situation): boolean {
  return machines.every(({ name, unmanaged }) => {
    const { unmanaged: fact, processes } = observations.machines[name]?.facts ?? {};
    if (unmanaged === undefined) return true;
    if (!fact?.ok || processes?.ok !== true) return false;
    const { listeners, jobs, used, containers } = fact.value;
    return listeners.ok && jobs.ok && used.ok && containers.ok;
  });
}

function judgeMachine(situation: Situation, machine: Machine): Deviation[] {
  const { unmanaged: fact, processes } = situation.observations.machines[machine.name]?.facts ?? {};
  if (machine.unmanaged === undefined || !fact?.ok || processes?.ok !== true) return [];
  const { ignore } = machine.unmanaged;
  const known = knownOn(situation, machine, processes.value);
  const { services } = findServices(surveyOf(fact.value, processes.value));
  return services
    .filter((found) => !known(found) && !isFresh(found, processes.value) && !isIgnored(found, ignore))
    .map((found) => deviationOf(situation, machine, found));
}

function surveyOf({ locations, ...seen }: Workloads, table: ProcessTable): Survey {
  const nothing = { ok: true as const, value: [] };
  return {
    ...seen,
    machine: { ok: true, value: { name: null, system: null, user: null } },
    processes: { ok: true, value: table },
    locations: { ok: true, value: parseLocations(locations) },
    searched: { ok: true, value: { checkouts: [], compose: [] } },
    health: nothing,
    unasked: [],
    late: [],
  };
}

/** Known by its unit, job or container, or because its processes belong to a service. */
function knownOn(
  situation: Situation,
  machine: Machine,
  table: ProcessTable,
): (found: FoundService) => boolean {
  const entries = situation.inventory.filter((service) => service.machine === machine.name);
  const instances = [...(attributedOn(situation, machine.name)?.values() ?? [])];
  const taken = new Set(
    instances.flatMap(({ trees }) => trees.flatMap(({ members }) => members.map(({ pid }) => pid))),
  );
  const parents = parentsOf(table.processes);
  const above = new Set([...taken].flatMap((pid) => lineage(pid, parents).filter((each) => each > 1)));
  return (found) =>
    entries.some((entry) => isSame(entry, found)) ||
    found.roots.some((pid) => above.has(pid) || lineage(pid, parents).some((each) => taken.has(each)));
}

function isFresh({ roots }: FoundService, { processes }: ProcessTable): boolean {
  const ages = processes.filter(({ pid }) => roots.includes(pid)).map((each) => each.elapsed_seconds);
  return ages.length > 0 && ages.every((age) => age !== null && age < SETTLED);
}

/** Matches its name, or that of its unit, job or container; `*` matches any text. */
function isIgnored(found: FoundService, patterns: readonly string[]): boolean {
  const names = [found.name, found.systemd_unit, found.launchd_label, found.docker_service];
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
    const whole = new RegExp(`^${parts.join('[^]*?')}$`, 'i');
    return names.some((name) => name !== null && whole.test(name));
  });
}

function deviationOf(situation: Situation, machine: Machine, found: FoundService): Deviation {
  const name = quotable(found.name, 80);
  const what = quotable(found.what, 250);
  const services = servicesOn(situation.inventory, machine.name).map((each) => each.name);
  return {
    type: 'unmanaged',
    service: null,
    machine: machine.name,
    property:
      found.systemd_unit ?? found.launchd_label ?? found.docker_service ?? found.program ?? found.name,
    affects: { services },
    ...advised(
      `${machine.name} runs ${name}, which is not in the manifest (${what.replace(/\.$/, '')}).`,
      'Add it (driftwatch discover --append), or list it in policy.unmanaged_ignore.',
    ),
    expected: 'a service of the manifest',
    actual: name,
    evidence: { services, name, what },
  };
}
