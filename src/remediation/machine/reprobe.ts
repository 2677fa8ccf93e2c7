import { judge, planFor, probe } from '../../audit/pipeline.ts';
import type { PipelineTools } from '../../audit/tools.ts';
import { marksOf } from '../../comparison/readings/processes/same-machine.ts';
import type { Machine, Manifest, Service } from '../../inventory/manifest.ts';
import { resolveHost } from '../../clients/resolve-host.ts';
import { readingHost } from './hosts.ts';
import { onSameMachine } from '../trading.ts';
import { neighboursOf } from './neighbours.ts';
import { asOneMachine, twinsOf } from './twins.ts';
import type { Reprobed } from './reprobed.ts';

/** Probes one service afresh; earlier observations do not count. */
export async function reprobe(manifest: Manifest, service: Service, tools: PipelineTools): Promise<Reprobed> {
  const machine = manifest.machines.find(({ name }) => name === service.machine);
  if (!machine) throw new Error(`the manifest has no machine ${service.machine}`);
  const first = await reprobeOnce(manifest, service, machine, tools);
  const { names } = first.twins;
  if (names.every((name) => onSameMachine(manifest, name, machine.name))) return first;
  // Services under another name of the machine were not part of the first look.
  return { ...(await reprobeOnce(manifest, service, machine, tools, names)), twins: first.twins };
}

async function reprobeOnce(
  manifest: Manifest,
  service: Service,
  machine: Machine,
  tools: PipelineTools,
  twins: readonly string[] = [],
): Promise<Reprobed> {
  const placed = asOneMachine(manifest, machine.name, twins);
  const neighbours = neighboursOf(placed, service, machine);
  const plan = planFor(manifest, { services: [service, ...neighbours], only: 'all' }, tools);
  const observations = await probe(plan, tools);
  const { findings, coverage, services } = await judge(
    { ...plan, services: [service] },
    observations,
    tools,
    tools.now(),
  );
  const seen = observations.machines[machine.name];
  const addresses = (each: Machine) => resolved(manifest, each, tools);
  return {
    service,
    machine,
    findings: findings.filter((finding) => finding.service === service.name),
    coverage,
    unreachable: seen?.connection.status === 'failed' ? seen.connection.detail : null,
    facts: seen?.facts ?? {},
    pid: services[0]?.pid ?? null,
    neighbours,
    twins: await twinsOf(manifest, machine, observations, addresses),
    marks: marksOf({ machine, seen, resolved: await addresses(machine) }),
  };
}

/** Behind a jump host, names resolve there, so the bot's own resolver does not count. */
async function resolved(
  manifest: Manifest,
  machine: Machine,
  tools: PipelineTools,
): Promise<string[] | null> {
  // Its names resolve only at its site.
  if (machine.site !== undefined) return null;
  const { sshUser, sshConfig } = tools;
  const { host, jump } = readingHost(manifest, machine, {
    sshUser,
    actionUser: null,
    ...(sshConfig ? { sshConfig } : {}),
  });
  return jump === null ? await resolveHost(host) : [host];
}
