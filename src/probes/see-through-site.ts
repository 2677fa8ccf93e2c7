import { SITE_LOST, unseen } from '../facts/observation.ts';
import type { Observation } from '../facts/observation.ts';
import type { MachineObservation } from '../facts/observations.ts';
import { probeNames } from '../facts/machine-facts.ts';
import type { MachineFacts, ProbeName } from '../facts/machine-facts.ts';
import type { Machine, Service } from '../inventory/manifest.ts';
import type { Answers } from './collect-health.ts';
import { asked, unobserved } from './observe-machine.ts';
import { shareTexts } from './kept/own-texts.ts';
import type { Limits } from './limits.ts';
import { machineRequest, servicesOn } from './plan.ts';
import type { MachineRequest, Plan } from './request.ts';
import type { SiteAsk, SiteClient } from './site-client.ts';

/** A machine with the endpoints of its services, seen from its site. */
export type SeenThere = { observation: MachineObservation; health: Record<string, Answers> };

/** What a worker of the machine's site sees of it; null where the plan asks nothing of it. Never throws. */
export function seeThroughSite(
  plan: Plan,
  machine: Machine,
  sites: SiteClient | undefined,
  limits: Limits,
): Promise<SeenThere> | null {
  const { site } = machine;
  if (site === undefined) return null;
  const request = machineRequest(plan, machine);
  const { connectMs, sectionMs, machineMs, sectionCapBytes, graceMs } = limits;
  const ask: SiteAsk = {
    machine,
    jumps: jumpsOf(plan, machine),
    services: [...servicesOn(plan, machine)],
    singletons: request.singletons,
    only: request.only,
    health: plan.only !== 'processes',
    limits: { connectMs, sectionMs, machineMs, sectionCapBytes, graceMs },
  };
  if (Object.keys(asked(request)).length === 0 && endpointsAsked(ask).length === 0) return null;
  return read(site, request, ask, sites);
}

async function read(
  site: string,
  request: Omit<MachineRequest, 'host'>,
  ask: SiteAsk,
  sites: SiteClient | undefined,
): Promise<SeenThere> {
  const started = performance.now();
  const answer = sites
    ? await sites.read(site, ask)
    : ({ lost: `the bot has no queue to site ${site}`, reason: 'unsupported' } as const);
  const ms = performance.now() - started;
  if ('lost' in answer) {
    const { lost: detail, reason } = answer;
    const failed = { status: 'failed', reason, detail, host_key: null, site } as const;
    return {
      observation: unobserved(request, failed, ms),
      health: healthOf(ask, {}, () => unseen(reason, detail, SITE_LOST)),
    };
  }
  const { observation, health, release } = answer.seen;
  const silent = `the worker of site ${site} (${release}) did not say`;
  return {
    observation: { ...whole(request, observation, silent, site), duration_ms: Math.round(ms) },
    health: healthOf(ask, health, () => unseen('unsupported', silent, SITE_LOST)),
  };
}

/** Exactly the requested facts: a missing one was not seen, and only the bot knows which services asked for it. */
function whole(
  request: Omit<MachineRequest, 'host'>,
  told: MachineObservation,
  silent: string,
  site: string,
): MachineObservation {
  const asked_by = asked(request);
  const wanted = probeNames.filter((name) => asked_by[name]);
  const base = { ...told, machine: request.target.machine.name, asked_by };
  if (told.connection.status === 'failed') return { ...unobserved(request, told.connection, 0), asked_by };
  if (wanted.length === 0) return { ...base, connection: { status: 'not_probed' }, facts: {} };
  if (told.connection.status !== 'connected') {
    const detail = `${silent} how it was reached`;
    return unobserved(request, { status: 'failed', reason: 'unsupported', detail, host_key: null, site }, 0);
  }
  const facts: MachineFacts = {};
  for (const name of wanted) take(facts, name, told.facts, silent);
  shareTexts(facts);
  return { ...base, connection: { status: 'connected' }, facts };
}

function take<Name extends ProbeName>(
  facts: Pick<MachineFacts, Name>,
  name: Name,
  told: MachineFacts,
  silent: string,
): void {
  facts[name] = told[name] ?? unseen('unsupported', silent);
}

function endpointsAsked({ services, health }: SiteAsk): { service: Service; interface: string }[] {
  return (health ? services : []).flatMap((service) =>
    service.endpoints
      .filter(({ from }) => from === 'bot')
      .map((endpoint) => ({ service, interface: endpoint.interface })),
  );
}

function healthOf(
  ask: SiteAsk,
  told: Record<string, Answers>,
  otherwise: () => Observation<never>,
): Record<string, Answers> {
  const health: Record<string, Answers> = Object.fromEntries(ask.services.map(({ name }) => [name, {}]));
  for (const { service, interface: name } of endpointsAsked(ask)) {
    const answers = health[service.name];
    if (answers) answers[name] = told[service.name]?.[name] ?? otherwise();
  }
  return health;
}

/** Those that a machine is reached through, each once. */
function jumpsOf(plan: Plan, machine: Machine): Machine[] {
  const way: Machine[] = [];
  for (let name = machine.jump; name !== null;) {
    const next = plan.machines.find((each) => each.name === name);
    if (!next || way.includes(next)) break;
    way.push(next);
    name = next.jump;
  }
  return way;
}
