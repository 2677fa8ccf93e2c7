import type { HttpClient } from '../clients/http/client.ts';
import type { Service } from '../inventory/manifest.ts';
import { probeHealth } from './health/health.ts';
import type { HealthAnswer } from '../facts/health-answer.ts';
import type { MachineFacts } from '../facts/machine-facts.ts';
import { guarded } from './limit.ts';
import type { Limit } from './limit.ts';
import { unseen } from '../facts/observation.ts';
import type { Observation } from '../facts/observation.ts';
import type { MachineObservation } from '../facts/observations.ts';

/** interface -> answer */
export type Answers = Record<string, Observation<HealthAnswer>>;

/** Answers from the machines' own localhost: service -> interface -> answer. */
type LocalFacts = MachineFacts & { local_health?: Observation<Record<string, Answers>> };

/** Requests each of a service's endpoints that the bot itself can reach. Never throws. */
export async function askEndpoints(
  http: HttpClient,
  service: Service,
  graceMs: number,
  limit: Limit,
): Promise<Answers> {
  const ms = service.health.timeout_ms + graceMs;
  const endpoints = service.endpoints.filter((endpoint) => endpoint.from === 'bot');
  const asked = endpoints.map(async (endpoint): Promise<[string, Observation<HealthAnswer>]> => {
    const probe = async () => await probeHealth(http, service, endpoint);
    return [endpoint.interface, await limit(() => guarded<Observation<HealthAnswer>>(ms, probe, unseen))];
  });
  return Object.fromEntries(await Promise.all(asked));
}

/** The machine's answers for endpoints that only it can reach. */
export function localAnswers(service: Service, observation: MachineObservation | undefined): Answers {
  const facts: LocalFacts = observation?.facts ?? {};
  const local = facts.local_health;
  const endpoints = service.endpoints.filter((endpoint) => endpoint.from === 'machine');
  return Object.fromEntries(
    endpoints.map(({ interface: name, url }) => {
      const without = unseen('unsupported', `${service.machine} was not read over SSH for ${url}`);
      return [name, local?.ok ? (local.value[service.name]?.[name] ?? without) : (local ?? without)];
    }),
  );
}
