import { quotable } from '../../../text/observed-text.ts';
import type { Service } from '../../../inventory/manifest.ts';
import type { Observation } from '../../../facts/observation.ts';
import type { MachineObservation } from '../../../facts/observations.ts';
import type { Deviation } from '../../../findings/finding.ts';
import { probeNames } from '../../../facts/machine-facts.ts';
import type { ProbeName } from '../../../facts/machine-facts.ts';
import { affectedOn } from '../../affected-services.ts';
import { reachOf } from '../../readings/reach.ts';
import { instancesOn } from '../../readings/processes/instances.ts';
import type { Gap, FleetRule, Situation } from '../../rule.ts';
import { listed } from '../../sentences.ts';
import { unaskedHealth } from '../../readings/health/unasked-health.ts';
import { unplacedRevisions, unseenReleases } from '../../readings/git/unseen-releases.ts';

/** Every fact was seen. One finding per section of a machine, repository or API, which names the services behind it. */
export const probeFailed: FleetRule = {
  name: 'probe-failed',
  types: ['probe_failed'],
  when: 'always',
  *judgeFleet(situation) {
    const deviations: Deviation[] = [];
    const gaps: Gap[] = [];
    const judged = new Map(situation.services.map((service) => [service.name, service]));
    for (const machine of Object.values(situation.observations.machines)) {
      deviations.push(...unseenOf(situation, judged, machine));
      gaps.push(...gapsOf(situation, judged, machine));
      yield;
    }
    deviations.push(...(yield* unseenReleases(situation)), ...(yield* unaskedHealth(situation)));
    for (const service of situation.services) yield void gaps.push(...unplacedRevisions(situation, service));
    // If not every section was read, findings about the others stay open.
    return { deviations, gaps, untold: situation.only === 'all' ? [] : ['probe_failed'] };
  },
};

/** those that this audit judges, by name */
type Services = ReadonlyMap<string, Service>;

type Read = { name: ProbeName; fact: Observation<unknown> };

function factsOf({ facts }: MachineObservation): Read[] {
  return probeNames.flatMap((name) => {
    const fact = facts[name];
    return fact === undefined ? [] : [{ name, fact }];
  });
}

function askersOf(
  situation: Situation,
  judged: Services,
  { asked_by, connection }: MachineObservation,
  fact: ProbeName,
): readonly string[] {
  const askers = asked_by[fact] ?? [];
  if (fact !== 'listeners' || connection.status === 'failed') return askers;
  return askers.filter((name) => needsListeners(situation, judged.get(name)));
}

/** Its port identifies it only if its name does not. */
function needsListeners(situation: Situation, service: Service | undefined): boolean {
  if (!service || service.endpoints.length > 1) return true;
  return (instancesOn(situation, service.machine, service)?.trees.length ?? 0) === 0;
}

function unseenOf(situation: Situation, judged: Services, observation: MachineObservation): Deviation[] {
  const { machine, connection } = observation;
  if (connection.status === 'failed') {
    // A lost connection loses all facts: one finding here, or machine_unreachable if nothing answers.
    if (reachOf(situation, machine) !== 'alive') return [];
    const { services, singletons } = affectedOn(situation, machine);
    return [deviationOf(situation, machine, 'connection', connection, [...services, ...singletons])];
  }
  return factsOf(observation).flatMap(({ name, fact }) => {
    const askers = askersOf(situation, judged, observation, name);
    return fact.ok || (name === 'listeners' && askers.length === 0)
      ? []
      : [deviationOf(situation, machine, name, fact, askers)];
  });
}

function deviationOf(
  situation: Situation,
  machine: string,
  fact: ProbeName | 'connection',
  problem: { reason: string; detail: string },
  askers: readonly string[],
): Deviation {
  const here = affectedOn(situation, machine).services;
  const services = askers.filter((name) => here.includes(name));
  const singletons = askers.filter((name) => !here.includes(name));
  const behind =
    services.length > 0
      ? `What it says about ${listed(services)}`
      : `Whether a second ${listed(singletons)} runs there`;
  const what =
    fact === 'connection'
      ? 'answers the network, but not SSH'
      : `did not return its ${fact.replaceAll('_', ' ')}`;
  const shown = fact === 'connection' ? 'ssh' : fact;
  return {
    type: 'probe_failed',
    service: null,
    machine,
    property: shown,
    lost: { machine, fact },
    affects: { services, singletons },
    summary: `${machine} ${what}: ${quotable(problem.detail, 300)}. ${behind} is unknown.`,
    expected: null,
    actual: problem.reason,
    evidence: { services, singletons, fact: shown, detail: quotable(problem.detail, 500) },
  };
}

function gapsOf(situation: Situation, judged: Services, observation: MachineObservation): Gap[] {
  return factsOf(observation).flatMap(({ name, fact }) => {
    // Unmanaged programs say nothing about the services.
    if (fact.ok || name === 'unmanaged') return [];
    const detail = quotable(fact.detail);
    const askers = askersOf(situation, judged, observation, name).filter((service) => judged.has(service));
    const lost_with = { machine: observation.machine, fact: name };
    const said = `${name.replaceAll('_', ' ')} of ${observation.machine}`;
    return askers.map((service) => ({ service, of: name, fact: said, detail, lost_with }));
  });
}
