import type { Endpoint, Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { HealthAnswer } from '../../../facts/health-answer.ts';
import type { Observation } from '../../../facts/observation.ts';
import type { MachineObservation } from '../../../facts/observations.ts';
import { healthVerdict } from './health-verdict.ts';
import type { HealthVerdict } from './health-verdict.ts';
import { isOwnProblem, reachOf } from '../reach.ts';
import type { Reach } from '../../../report/coverage.ts';
import type { Situation } from '../../rule.ts';
import { addressText } from '../../sentences.ts';

/** The judgement of one health endpoint; `unseen`: its state is not known. */
export type HealthReading = Judged & {
  /** of a site, its worker asks in the bot's stead */
  asked_from: 'bot' | 'site' | 'machine';
};

type Judged = {
  endpoint: Endpoint;
  /** `not_http`: the answer is not HTTP. `untrusted`: its certificate was not accepted, so no request was sent */
  state: 'good' | 'failed' | 'not_http' | 'untrusted' | 'unseen';
  /** for people; observed text in it is already safe to quote */
  detail: string;
  answer: HealthAnswer | null;
  /** the error code of a failed request, such as ECONNREFUSED */
  code: string | null;
  /** the request failed on the bot's own side */
  own_problem: boolean;
  /** what is not well although the answer is good; for people */
  degraded: string | null;
  /** why a good answer does not prove that the service is well; for people */
  doubt: string | null;
};

// Cached, since twenty rules need this for each service.
const known = new WeakMap<Situation, Map<Service, readonly HealthReading[]>>();

export function healthReadings(situation: Situation, service: Service): readonly HealthReading[] {
  const memo = known.get(situation) ?? new Map<Service, readonly HealthReading[]>();
  known.set(situation, memo);
  const readings = memo.get(service) ?? readingsOf(situation, service);
  memo.set(service, readings);
  return readings;
}

/**
 * The pids that a service's /health reports, each with its uptime. A container has its own pid namespace, so its pids
 * cannot be compared.
 */
export function healthPids(situation: Situation, service: Service) {
  if (service.docker_service !== null) return [];
  return healthReadings(situation, service).flatMap(({ answer }) =>
    answer && answer.pid !== null ? [{ pid: answer.pid, uptime_seconds: answer.uptime_seconds }] : [],
  );
}

function readingsOf(situation: Situation, service: Service): HealthReading[] {
  const outside = ofSites(situation).has(service.machine) ? 'site' : 'bot';
  return judged(situation, service).map((reading) => ({
    ...reading,
    asked_from: reading.endpoint.from === 'bot' ? outside : 'machine',
  }));
}

const sites = new WeakMap<Situation, ReadonlySet<string>>();

/** The machines that workers read. */
function ofSites(situation: Situation): ReadonlySet<string> {
  const found =
    sites.get(situation) ??
    new Set(situation.machines.flatMap(({ name, site }) => (site === undefined ? [] : [name])));
  sites.set(situation, found);
  return found;
}

function judged(situation: Situation, service: Service): Judged[] {
  const reach = reachOf(situation, service.machine);
  const observed = situation.observations.health[service.name] ?? {};
  return service.endpoints.map((endpoint) => {
    const observation = observed[endpoint.interface];
    if (!observation) return unseenReading(endpoint, 'was not asked', false);
    if (observation.ok) return answered(endpoint, observation.value, service.health);
    const detail = quotable(observation.detail);
    const own_problem = endpoint.from === 'bot' && isOwnProblem(observation);
    const failed =
      endpoint.from === 'bot'
        ? failsOverNetwork(observation, reach)
        : failsLocally(observation, situation.observations.machines[service.machine]);
    const reading = { ...unseenReading(endpoint, detail, own_problem), code: observation.code ?? null };
    return failed ? { ...reading, state: failedState(observation) } : reading;
  });
}

function answered(endpoint: Endpoint, answer: HealthAnswer, health: Service['health']): Judged {
  const status = `HTTP ${answer.status}`;
  const base = {
    endpoint,
    answer,
    code: null,
    own_problem: false,
    degraded: null,
    doubt: null,
    detail: status,
  };
  if (answer.format === 'tcp') return { ...base, state: 'good', detail: 'accepts connections' };
  if (answer.format === 'tcp-closed') {
    const doubt = `${addressText(endpoint.url)} accepts a connection and closes it at once, so nothing behind it could be checked`;
    return { ...base, state: 'good', detail: 'closes connections at once', doubt };
  }
  if (!health.expect_status.includes(answer.status)) {
    const to = answer.location === null ? '' : ` to ${quotable(answer.location)}`;
    return { ...base, state: 'failed', detail: `${status}${to}` };
  }
  const verdict = healthVerdict(answer, health);
  if (verdict?.tone === 'bad')
    return { ...base, state: 'failed', detail: `${status}, but ${verdict.because}` };
  if (verdict?.tone === 'degraded') return { ...base, state: 'good', degraded: verdict.because };
  return { ...base, state: 'good', doubt: doubtOf(endpoint, answer, health, verdict) };
}

/** A web page proves only that a web server is there: a proxy in front of a dead service may also answer 200. */
function doubtOf(
  endpoint: Endpoint,
  answer: HealthAnswer,
  health: Service['health'],
  verdict: HealthVerdict | null,
): string | null {
  if (verdict?.tone === 'unclear')
    return `${verdict.because}, which is neither good nor bad: add it to health.good if it is good`;
  if (verdict?.tone === 'good' || health.accept === 'page') return null;
  if (answer.format === 'unreadable')
    return `the body from ${addressText(endpoint.url)} cannot be read. Name an address that answers in JSON or plain text, or set health.accept: page if the status is enough`;
  if (answer.format !== 'page') return null;
  return `${addressText(endpoint.url)} gives a web page, not a health answer. Name an address that answers in JSON or plain text, or set health.accept: page if the status is enough`;
}

function unseenReading(endpoint: Endpoint, detail: string, own_problem: boolean): Judged {
  return {
    endpoint,
    state: 'unseen',
    detail,
    answer: null,
    code: null,
    own_problem,
    degraded: null,
    doubt: null,
  };
}

function failedState(observation: Observation<unknown>): HealthReading['state'] {
  const code = observation.ok ? '' : (observation.code ?? '');
  if (code === 'NOT_HTTP') return 'not_http';
  return code.startsWith('CERT_') ? 'untrusted' : 'failed';
}

/** A missing answer counts against the service only if the machine itself is up (DESIGN 6). */
function failsOverNetwork(observation: Observation<unknown>, reach: Reach): boolean {
  return !isOwnProblem(observation) && (reach === 'connected' || reach === 'alive');
}

/** On the machine itself: a lost section or a missing tool says nothing about the service. */
function failsLocally(observation: Observation<unknown>, machine: MachineObservation | undefined): boolean {
  if (observation.ok || machine?.connection.status !== 'connected') return false;
  if (machine.facts.local_health && !machine.facts.local_health.ok) return false;
  return observation.reason !== 'denied' && observation.reason !== 'unsupported';
}
