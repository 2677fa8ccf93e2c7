import { INTERNAL, SITE_LOST } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { Reach } from '../../report/coverage.ts';
import type { Situation } from '../rule.ts';
import { servicesOn } from '../services-on.ts';

/** No answer came back from the machine: it may be off, or unreachable. */
const silentCodes: readonly string[] = [
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'ABORTED',
];

/** The request failed on the bot's side: these say nothing about the machine. */
const ownProblems: readonly string[] = [
  'EAI_AGAIN',
  'EACCES',
  'EPERM',
  'EADDRNOTAVAIL',
  'EMFILE',
  'ENFILE',
  'ERR_INVALID_URL',
  'ERR_INVALID_CHAR',
  'ERR_CA',
  SITE_LOST,
  INTERNAL,
];

type Answer = 'answered' | 'refused' | 'silent';

// Cached: it is called for each service, and walks through all services of its machine.
const known = new WeakMap<Situation, Map<string, Reach>>();

export function reachOf(situation: Situation, machine: string): Reach {
  const memo = known.get(situation) ?? new Map<string, Reach>();
  known.set(situation, memo);
  const reach = memo.get(machine) ?? judged(situation, machine);
  memo.set(machine, reach);
  return reach;
}

function judged(situation: Situation, machine: string): Reach {
  const connection = situation.observations.machines[machine]?.connection ?? { status: 'not_probed' };
  if (connection.status === 'connected') return 'connected';
  if (connection.status === 'failed' && connection.site !== undefined) return 'site_lost';
  const answers = networkAnswers(situation, machine);
  const answered = answers.includes('answered');
  const refused = answers.includes('refused');
  if (connection.status === 'not_probed') {
    if (answered || refused) return 'alive';
    return answers.length > 0 ? 'unreachable' : 'not_probed';
  }
  if (connection.host_key) return 'untrusted';
  // A closed port and a refused SSH login: the machine is up. A closed port without any SSH answer proves nothing.
  return answered || (refused && connection.reason === 'denied') ? 'alive' : 'unreachable';
}

/** Did the request itself fail, on the bot's side? */
export function isOwnProblem(observation: Observation<unknown>): boolean {
  if (observation.ok) return false;
  return ownProblems.includes(observation.code ?? '');
}

/** How many network probes of the machine were sent, and whether any was answered. */
export function networkProbes(situation: Situation, machine: string): { made: number; answered: boolean } {
  const answers = networkAnswers(situation, machine);
  return { made: answers.length, answered: answers.includes('answered') };
}

/** What the health endpoints that the bot reaches over the network show about the machine itself. */
function networkAnswers(situation: Situation, machine: string): Answer[] {
  const answers: Answer[] = [];
  for (const { name, endpoints } of servicesOn(situation.inventory, machine)) {
    const health = situation.observations.health[name];
    for (const endpoint of health ? endpoints : []) {
      const observation = endpoint.from === 'bot' ? health?.[endpoint.interface] : undefined;
      if (observation !== undefined) answers.push(answerOf(observation));
    }
  }
  return answers;
}

function answerOf(observation: Observation<unknown>): Answer {
  if (observation.ok) return 'answered';
  if (isOwnProblem(observation) || observation.reason === 'timeout') return 'silent';
  if (silentCodes.includes(observation.code ?? '')) return 'silent';
  return observation.reason === 'malformed' ? 'answered' : 'refused';
}
