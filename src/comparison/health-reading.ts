import type { Endpoint, Service } from '../inventory/manifest.ts';
import { quotable } from '../observed-text.ts';
import type { HealthAnswer } from '../probes/health.ts';
import type { Observation } from '../probes/observation.ts';
import type { MachineObservation } from '../probes/observations.ts';
import { isOwnTrouble, reachOf } from './reach.ts';
import type { Reach } from './reach.ts';
import type { Situation } from './rule.ts';

/** What one health endpoint says, judged: `unseen` is where nobody can tell. */
export type HealthReading = {
  endpoint: Endpoint;
  state: 'good' | 'failed' | 'unseen';
  /** for people; may quote observed text, already made quotable */
  detail: string;
  answer: HealthAnswer | null;
  /** the asking failed on the bot's own side */
  own_trouble: boolean;
};

export function healthReadings(situation: Situation, service: Service): HealthReading[] {
  const reach = reachOf(situation, service.machine);
  const observed = situation.observations.health[service.name] ?? {};
  return service.endpoints.map((endpoint) => {
    const observation = observed[endpoint.interface];
    if (!observation) return unseenReading(endpoint, 'was not asked', false);
    if (observation.ok) return answered(endpoint, observation.value, service.health.expect_status);
    const detail = quotable(observation.detail);
    const own_trouble = endpoint.from === 'bot' && isOwnTrouble(observation);
    const failed =
      endpoint.from === 'bot'
        ? failsOverNetwork(observation, reach)
        : failsLocally(observation, situation.observations.machines[service.machine]);
    return failed
      ? { endpoint, state: 'failed', detail, answer: null, own_trouble }
      : unseenReading(endpoint, detail, own_trouble);
  });
}

function answered(endpoint: Endpoint, answer: HealthAnswer, expected: number): HealthReading {
  const base = { endpoint, answer, own_trouble: false };
  if (answer.status !== expected) return { ...base, state: 'failed', detail: `HTTP ${answer.status}` };
  if (answer.verdict === 'fail')
    return { ...base, state: 'failed', detail: `HTTP ${answer.status}, but it says of itself that it fails` };
  return { ...base, state: 'good', detail: `HTTP ${answer.status}` };
}

function unseenReading(endpoint: Endpoint, detail: string, own_trouble: boolean): HealthReading {
  return { endpoint, state: 'unseen', detail, answer: null, own_trouble };
}

/** No answer counts against the service only where the machine itself is there to answer (DESIGN 6). */
function failsOverNetwork(observation: Observation<unknown>, reach: Reach): boolean {
  return !isOwnTrouble(observation) && (reach === 'connected' || reach === 'alive');
}

/** On the machine itself: a section that was lost, or a tool that is not there, is no answer about the service. */
function failsLocally(observation: Observation<unknown>, machine: MachineObservation | undefined): boolean {
  if (observation.ok || machine?.connection.status !== 'connected') return false;
  if (machine.facts.local_health && !machine.facts.local_health.ok) return false;
  return observation.reason !== 'denied' && observation.reason !== 'unsupported';
}
