import { attribute } from '../comparison/readings/processes/instances.ts';
import { compare } from '../comparison/compare.ts';
import { lineage, parentsOf } from '../facts/process-tree.ts';
import type { Situation } from '../comparison/rule.ts';
import type { AuditTools } from '../audit/audit.ts';
import { marksOf } from '../comparison/readings/processes/same-machine.ts';
import type { Machine, Manifest, Service } from '../inventory/manifest.ts';
import type { MachineFacts } from '../facts/machine-facts.ts';
import { loginOf } from '../probes/plan.ts';
import { defaultLimits, observe } from '../probes/run.ts';
import type { Found } from '../findings/finding.ts';
import type { Sight } from '../report/sight.ts';
import { resolveHost } from '../clients/resolve-host.ts';
import { readingHost } from './hosts.ts';
import { onSameMachine, whyTrading } from './trading.ts';
import { asOneMachine, twinsOf } from './twins.ts';
import type { Twins } from './twins.ts';

/** A fresh audit of one service, with what else its machine showed. */
export type Look = {
  service: Service;
  machine: Machine;
  /** of the service alone */
  findings: Found[];
  /** what could be seen of it: nothing else may be called gone */
  sight: Sight;
  /** why the machine did not answer; null where it did */
  unreachable: string | null;
  facts: MachineFacts;
  pid: number | null;
  /** other services that may have something on the machine, as if they stood there */
  neighbours: Service[];
  /** other names of the machine */
  twins: Twins;
  /** what the machine is known by, whatever the manifest calls it: another that shares one may be the same */
  marks: string[];
};

/** Looks at one service now; nothing that was seen before counts. */
export async function look(manifest: Manifest, service: Service, tools: AuditTools): Promise<Look> {
  const machine = manifest.machines.find(({ name }) => name === service.machine);
  if (!machine) throw new Error(`the manifest has no machine ${service.machine}`);
  const first = await lookOnce(manifest, service, machine, tools);
  const { names } = first.twins;
  if (names.every((name) => onSameMachine(manifest, name, machine.name))) return first;
  // What stands under another name of the machine has not been looked for yet.
  return { ...(await lookOnce(manifest, service, machine, tools, names)), twins: first.twins };
}

async function lookOnce(
  manifest: Manifest,
  service: Service,
  machine: Machine,
  tools: AuditTools,
  twins: readonly string[] = [],
): Promise<Look> {
  const placed = asOneMachine(manifest, machine.name, twins);
  const neighbours = placed.services
    .filter(({ name }) => name !== service.name)
    .flatMap((other) => neighbour(placed, other, machine));
  const plan = {
    machines: manifest.machines,
    services: [service, ...neighbours],
    inventory: manifest.services,
    only: 'all' as const,
    ...loginOf(tools.sshUser, tools.sshConfig),
  };
  const limits = { ...defaultLimits, concurrency: tools.sshConcurrency };
  const observations = await observe(plan, tools.clients, limits, () => {});
  const situation: Situation = { ...plan, services: [service], observations, now: tools.now() };
  const { findings, sight, services } = compare(situation);
  const seen = observations.machines[machine.name];
  const addresses = (each: Machine) => resolved(manifest, each, tools);
  return {
    service,
    machine,
    findings: findings.filter((finding) => finding.service === service.name),
    sight,
    unreachable: seen?.connection.status === 'failed' ? seen.connection.detail : null,
    facts: seen?.facts ?? {},
    pid: services[0]?.pid ?? null,
    neighbours,
    twins: await twinsOf(manifest, machine, observations, addresses),
    marks: marksOf({ machine, seen, resolved: await addresses(machine) }),
  };
}

/** Through a jump host a name is resolved there, and the bot's own answer says nothing of it. */
async function resolved(manifest: Manifest, machine: Machine, tools: AuditTools): Promise<string[] | null> {
  const { sshUser, sshConfig } = tools;
  const { host, jump } = readingHost(manifest, machine, {
    sshUser,
    actionUser: null,
    ...(sshConfig ? { sshConfig } : {}),
  });
  return jump === null ? await resolveHost(host) : [host];
}

/**
 * A service as far as its containers, jobs and processes go: nobody needs to ask its endpoints, repository or files.
 * A machine may stand in the manifest under two names, and a trading bot's process may run where nobody put it.
 */
function neighbour(manifest: Manifest, service: Service, machine: Machine): Service[] {
  const nothing = { repo: null, endpoints: [], lockfile: null, checkout: null, files: [], scan: [] };
  // Where something trades every machine is read, if only to know that it is another one.
  const everywhere = whyTrading(service) === null ? {} : { singleton: 'fleet' as const };
  const bare = { ...service, ...nothing, ...everywhere, machine: machine.name };
  if (onSameMachine(manifest, service.machine, machine.name)) return [bare];
  if (whyTrading(service) === null) return [];
  return [{ ...bare, docker_service: null, launchd_label: null, systemd_unit: null }];
}

/** The command lines that run below these processes, and the neighbours whose processes or containers these are. */
export function reach(
  { facts, service, neighbours }: Look,
  pids: readonly number[],
  names: readonly string[],
): { commands: string[]; shared: string[] } {
  const table = facts.processes?.ok ? facts.processes.value : null;
  const parents = parentsOf(table?.processes ?? []);
  const below = (table?.processes ?? []).filter(({ pid }) =>
    lineage(pid, parents).some((each) => pids.includes(each)),
  );
  const touched = new Set([...pids, ...below.map(({ pid }) => pid)]);
  const attributed = table ? attribute(table, [service, ...neighbours]) : null;
  const shared = neighbours.filter(({ name }) => {
    const trees = attributed?.get(name)?.trees ?? [];
    if (trees.some(({ members }) => members.some(({ pid }) => touched.has(pid)))) return true;
    const containers = facts.containers?.ok ? (facts.containers.value.services[name] ?? []) : [];
    if (containers.some((container) => names.includes(container.name))) return true;
    const job = facts.jobs?.ok ? facts.jobs.value[name] : undefined;
    return (
      job?.ok === true && [job.value.pid, ...job.value.pids].some((pid) => pid !== null && touched.has(pid))
    );
  });
  return { commands: below.map(({ command }) => command), shared: shared.map(({ name }) => name) };
}
