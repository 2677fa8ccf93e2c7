import type { Deviation } from '../../../findings/finding.ts';
import { INTERNAL, SITE_LOST } from '../../../facts/observation.ts';
import { healthReadings } from './health-reading.ts';
import type { Situation } from '../../rule.ts';
import { advised, listed } from '../../sentences.ts';

type Cause = 'network' | 'ca' | 'manifest' | 'files' | 'internal';

const causes: Record<string, Cause> = {
  ERR_CA: 'ca',
  ERR_INVALID_URL: 'manifest',
  ERR_INVALID_CHAR: 'manifest',
  EMFILE: 'files',
  ENFILE: 'files',
  [INTERNAL]: 'internal',
};

const cures: Record<Cause, { property: string; cure: string }> = {
  network: { property: 'health checks from the bot', cure: 'Check its name server and its network.' },
  ca: {
    property: 'health.ca',
    cure: 'Put a file of PEM certificates there that Driftwatch may read, or remove health.ca.',
  },
  manifest: { property: 'health checks in the manifest', cure: 'Correct it in the manifest.' },
  files: { property: 'open files of the bot', cure: 'Raise the limit of open files there.' },
  internal: { property: 'health checks within the bot', cure: 'The log has more: please report it.' },
};

/** The bot could not send the request: its name server fails, or a file is missing. One finding per cause. Pauses after each service. */
export function* unaskedHealth(situation: Situation): Generator<void, Deviation[]> {
  const sites = new Map(situation.machines.map(({ name, site }) => [name, site]));
  const unasked: { service: string; detail: string; cause: Cause; site: string | null }[] = [];
  for (const service of situation.services) {
    const site = sites.get(service.machine) ?? null;
    for (const { own_problem, code, detail } of healthReadings(situation, service))
      if (own_problem && code !== SITE_LOST)
        unasked.push({ service: service.name, detail, cause: causeOf(code), site });
    yield;
  }
  return [...Map.groupBy(unasked, ({ cause, site }) => `${cause} ${site}`).values()].flatMap((found) => {
    const [first] = found;
    if (!first) return [];
    const { cause, site } = first;
    const services = [...new Set(found.map(({ service }) => service))];
    const details = [...new Set(found.map(({ detail }) => detail))];
    const { property, cure } = cures[cause];
    const who = site === null ? 'The bot itself' : `The workers of site ${site}`;
    return {
      type: 'probe_failed',
      service: null,
      machine: null,
      property: site === null ? property : `${property} of site ${site}`,
      lost: 'bot',
      affects: { services },
      ...advised(`${who} could not check the health of ${listed(services)}: ${details[0] ?? ''}.`, cure),
      expected: null,
      actual: details[0] ?? '',
      evidence: { services, details: details.slice(0, 20) },
    };
  });
}

function causeOf(code: string | null): Cause {
  return causes[code ?? ''] ?? 'network';
}
