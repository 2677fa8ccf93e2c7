import type { Machine } from '../inventory/manifest.ts';
import { quotable } from '../text/observed-text.ts';
import type { Observation } from '../facts/observation.ts';
import type { MachineState } from '../report/report.ts';
import { networkProbes, reachOf } from './readings/reach.ts';
import type { Reach } from '../report/coverage.ts';
import type { Situation } from './rule.ts';
import { servicesOn } from './services-on.ts';

/** How much of a machine was seen. Empty if this audit had nothing to read on it. */
export function machineState(situation: Situation, machine: Machine): MachineState[] {
  const observation = situation.observations.machines[machine.name];
  const hosts = servicesOn(situation.services, machine.name).length > 0;
  if (!hosts && (observation?.connection.status ?? 'not_probed') === 'not_probed') return [];
  const facts: Observation<unknown>[] = Object.values(observation?.facts ?? {});
  const unseen = facts.flatMap((fact) => (fact.ok ? [] : [quotable(fact.detail)]));
  const connection = observation?.connection;
  const failure = connection?.status === 'failed' ? quotable(connection.detail, 300) : null;
  const reach = reachOf(situation, machine.name);
  const { answered } = networkProbes(situation, machine.name);
  return [
    {
      name: machine.name,
      host: machine.host,
      status: statusOf(reach, failure !== null || unseen.length > 0, answered),
      error:
        failure ??
        unseen[0] ??
        (reach === 'unreachable' ? 'no health check was answered' : noSsh(situation, machine)),
      duration_ms: observation?.duration_ms ?? null,
    },
  ];
}

function statusOf(reach: Reach, lost: boolean, answered: boolean): MachineState['status'] {
  if (reach === 'not_probed') return 'not_probed';
  if (reach === 'unreachable' || reach === 'site_lost' || (reach === 'untrusted' && !answered))
    return 'unreachable';
  return lost ? 'partial' : 'observed';
}

/** /dupes reads only process tables, which need SSH. */
function noSsh(situation: Situation, machine: Machine): string | null {
  return situation.only === 'processes' && !machine.ssh
    ? 'ssh: false in the manifest, so no processes were read'
    : null;
}
