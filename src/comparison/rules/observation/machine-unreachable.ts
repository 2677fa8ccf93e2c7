import type { Machine } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Suspect } from '../../../facts/suspect.ts';
import type { Connection } from '../../../facts/observations.ts';
import type { Deviation } from '../../../findings/finding.ts';
import { affectedOn } from '../../affected-services.ts';
import { networkProbes, reachOf } from '../../readings/reach.ts';
import type { FleetRule, Situation } from '../../rule.ts';
import { advised, listed } from '../../sentences.ts';
import { counted } from '../../../text/counted.ts';

/** Each machine answers with the pinned host key. One finding per machine, however many services it hides. */
export const machineUnreachable: FleetRule = {
  name: 'machine-unreachable',
  types: ['machine_unreachable', 'host_key_changed', 'host_key_unknown'],
  when: 'always',
  *judgeFleet(situation) {
    const deviations: Deviation[] = [];
    for (const machine of situation.machines) yield void deviations.push(...judgeMachine(situation, machine));
    return { deviations };
  },
};

function judgeMachine(situation: Situation, machine: Machine): Deviation[] {
  const connection = situation.observations.machines[machine.name]?.connection ?? { status: 'not_probed' };
  const reach = reachOf(situation, machine.name);
  if (reach === 'untrusted') return [untrusted(situation, machine, connection)];
  return reach === 'unreachable' ? [unreachable(situation, machine, connection)] : [];
}

function unreachable(situation: Situation, machine: Machine, connection: Connection): Deviation {
  const { services, singletons } = affectedOn(situation, machine.name);
  const asked = networkProbes(situation, machine.name).made;
  const ssh = connection.status === 'failed' ? [`SSH: ${quotable(connection.detail)}`] : [];
  const probes = asked > 0 ? [`${counted(asked, 'health check')} without an answer`] : [];
  const tried = [...ssh, ...probes].join('; ');
  const cure = cures[suspectOf(connection)];
  return {
    type: 'machine_unreachable',
    service: null,
    machine: machine.name,
    property: 'machine',
    affects: { services, singletons },
    ...advised(
      `${machine.name} (${machine.host}) cannot be reached (${tried}). ${unknownText(services, singletons)}`,
      cure,
    ),
    expected: 'reachable',
    actual: tried,
    evidence: { services, singletons, health_checks: asked },
  };
}

/** What to suspect: if it answered, or the name or the bot's key is the problem, then not its power. */
function suspectOf(connection: Connection): Suspect {
  if (connection.status !== 'failed') return 'network';
  return connection.suspect ?? (connection.reason === 'denied' ? 'login' : 'network');
}

const cures: Record<Suspect, string> = {
  network: 'Check its power, its network and the VPN.',
  name: 'Check its host in the manifest, the DNS and ssh_config.',
  server: 'It answers, but no session starts: check its SSH server and the port in the manifest.',
  login: 'Give Driftwatch a login there: driftwatch doctor tries each one.',
};

function untrusted(situation: Situation, machine: Machine, connection: Connection): Deviation {
  const { services, singletons } = affectedOn(situation, machine.name);
  const key = connection.status === 'failed' ? connection.host_key : null;
  const changed = key?.state === 'changed';
  const presented = quotable(`${key?.algorithm ?? ''} ${key?.presented ?? ''}`);
  const pinned = (key?.pinned ?? []).map((each) => quotable(each));
  const detail = connection.status === 'failed' ? quotable(connection.detail, 500) : '';
  const what = changed
    ? `${machine.name} (${machine.host}) presents a different host key than the pinned one: it was reinstalled, or someone is intercepting the connection. Nothing was read from it.`
    : `The host key of ${machine.name} (${machine.host}) is not pinned, so nothing was read from it.`;
  const cure = changed
    ? 'Compare it with the machine before you pin it.'
    : 'Compare it on the machine itself, then pin it.';
  return {
    type: changed ? 'host_key_changed' : 'host_key_unknown',
    service: null,
    machine: machine.name,
    property: 'host key',
    affects: { services, singletons },
    ...advised(`${what} ${unknownText(services, singletons)}`, cure),
    expected: pinned.length > 0 ? listed(pinned) : 'a pinned host key',
    actual: presented,
    evidence: { services, singletons, presented, pinned, detail },
  };
}

function unknownText(services: string[], singletons: string[]): string {
  const own = services.length > 0 ? `Unknown: ${listed(services)}.` : 'It hosts no service.';
  return singletons.length > 0 ? `${own} Whether a second ${listed(singletons)} runs there is unknown.` : own;
}
