import { attribute } from '../comparison/instances.ts';
import { compare } from '../comparison/compare.ts';
import { lineage, parentsOf } from '../comparison/process-tree.ts';
import type { Situation } from '../comparison/rule.ts';
import type { AuditTools } from '../audit.ts';
import type { Machine, Manifest, Service } from '../inventory/manifest.ts';
import type { MachineFacts } from '../probes/index.ts';
import { loginOf } from '../probes/plan.ts';
import { defaultLimits, observe } from '../probes/run.ts';
import type { Found } from '../report/finding.ts';
import type { Sight } from '../report/sight.ts';
import { onSameMachine, whyTrading } from './trading.ts';

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
};

/** Looks at one service now; nothing that was seen before counts. */
export async function look(manifest: Manifest, service: Service, tools: AuditTools): Promise<Look> {
  const machine = manifest.machines.find(({ name }) => name === service.machine);
  if (!machine) throw new Error(`the manifest has no machine ${service.machine}`);
  const neighbours = manifest.services
    .filter(({ name }) => name !== service.name)
    .flatMap((other) => neighbour(manifest, other, machine));
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
  return {
    service,
    machine,
    findings: findings.filter((finding) => finding.service === service.name),
    sight,
    unreachable: seen?.connection.status === 'failed' ? seen.connection.detail : null,
    facts: seen?.facts ?? {},
    pid: services[0]?.pid ?? null,
    neighbours,
  };
}

/**
 * A service as far as its containers, jobs and processes go: nobody needs to ask its endpoints, repository or files.
 * A machine may stand in the manifest under two names, and a trading bot's process may run where nobody put it.
 */
function neighbour(manifest: Manifest, service: Service, machine: Machine): Service[] {
  const nothing = { repo: null, endpoints: [], lockfile: null, checkout: null, files: [], scan: [] };
  const bare = { ...service, ...nothing, machine: machine.name };
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
