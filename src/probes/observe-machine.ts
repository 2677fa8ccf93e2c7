import pLimit from 'p-limit';
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { algorithmOf, fingerprint } from '../clients/ssh/host-keys/host-key.ts';
import type { SshClient } from '../clients/ssh/client.ts';
import { machineProbes } from './index.ts';
import type { FactsOf, MachineFacts, ProbeName } from '../facts/machine-facts.ts';
import type { MachineProbes } from './index.ts';
import { message } from './limit.ts';
import { ownCopy } from '../text/kept/own-copy.ts';
import type { Limit } from './limit.ts';
import { unseen } from '../facts/observation.ts';
import type { FailedConnection, MachineObservation } from '../facts/observations.ts';
import type { Target } from './probe.ts';
import { composeScript } from './machine/script.ts';
import { createSectionReader } from './machine/sections.ts';
import { failed, unread } from './machine/unread.ts';
import type { Run } from './machine/unread.ts';
import type { MachineLimits } from './limits.ts';
import type { MachineRequest } from './request.ts';

const probes: MachineProbes = machineProbes;
/** Parses a fact from the machine's output. */
export type Keep = <Fact>(fact: Fact) => Fact;

/** Characters of a section that a fact may keep in memory: a copy of the fact takes as much. */
const SMALL = 4096;

const names = Object.keys(machineProbes).filter((name): name is ProbeName => name in machineProbes);

/** The names of the probes that the request needs, with the services that ask for each. */
export function asked(request: Omit<MachineRequest, 'host'>): MachineObservation['asked_by'] {
  const { machine, services } = request.target;
  const askedBy: MachineObservation['asked_by'] = {};
  if (services.length === 0 && request.singletons.length === 0) return askedBy;
  for (const name of names.filter((name) => request.only?.includes(name) ?? true)) {
    const own = services.filter((service) => probes[name].wanted(service, machine));
    const wanting = [
      ...own.map((service) => service.name),
      ...(name === 'processes' && machine.ssh ? request.singletons : []),
    ];
    if (wanting.length > 0) askedBy[name] = wanting;
  }
  return askedBy;
}

/**
 * Reads all requested facts of a machine over one connection, by one script. Never throws.
 * @param turn serialises the parsing of output, with a pause between two sections
 * @param keep makes the stored form of a fact whose texts are substrings of the output
 */
export async function observeMachine(
  ssh: SshClient,
  request: MachineRequest,
  limits: MachineLimits,
  turn: Limit = pLimit(1),
  keep: Keep = ownCopy,
): Promise<MachineObservation> {
  const started = performance.now();
  const asked_by = asked(request);
  const wanted = names.filter((name) => asked_by[name]);
  const observation: MachineObservation = {
    machine: request.target.machine.name,
    connection: { status: 'not_probed' },
    duration_ms: 0,
    facts: {},
    asked_by,
  };
  if (wanted.length === 0) return observation;
  try {
    const run = await runScript(ssh, request, wanted, limits);
    if (run.hostKey) observation.host_key = run.hostKey;
    for (const name of wanted) {
      await turn(async () => {
        await nextTurn();
        fill(observation.facts, name, run, { target: request.target, limits, keep });
      });
    }
    observation.connection = { status: 'connected' };
  } catch (error) {
    return unobserved(request, failed(error), performance.now() - started);
  }
  return { ...observation, duration_ms: Math.round(performance.now() - started) };
}

/** The observation of a machine without a channel. */
export function unobserved(
  request: Omit<MachineRequest, 'host'>,
  connection: FailedConnection,
  durationMs: number,
): MachineObservation {
  const asked_by = asked(request);
  const facts: MachineFacts = {};
  for (const name of names) if (asked_by[name]) facts[name] = unseen('unreachable', connection.detail);
  const duration_ms = Math.round(durationMs);
  return { machine: request.target.machine.name, connection, duration_ms, facts, asked_by };
}

async function runScript(
  ssh: SshClient,
  { host, target }: MachineRequest,
  wanted: ProbeName[],
  limits: MachineLimits,
): Promise<Run & { hostKey: string | null }> {
  const marker = randomBytes(16).toString('hex');
  const reader = createSectionReader(marker, { names: wanted, capBytes: limits.sectionCapBytes });
  const fragments = wanted.map((name) => ({
    name,
    sh: probes[name].fragment(narrowed(target, name)),
    deadline_s: limits.sectionMs / 1000,
    in_turn: probes[name].inTurn ?? false,
  }));
  let hostKey: string | null = null;
  const ended = await ssh.run(host, {
    onHostKey: (key) => {
      hostKey = `${algorithmOf(key) ?? '?'} ${fingerprint(key)}`;
    },
    script: composeScript(marker, fragments),
    connectTimeoutMs: limits.connectMs,
    deadlineMs: limits.machineMs,
    onOutput: (chunk) => reader.push(chunk),
  });
  return { ended, reader, hostKey };
}

function narrowed({ machine, services }: Target, name: ProbeName): Target {
  return { machine, services: services.filter((service) => probes[name].wanted(service, machine)) };
}

function fill<Name extends ProbeName>(
  facts: FactsOf<Name>,
  name: Name,
  run: Run,
  { target, limits, keep }: { target: Target; limits: MachineLimits; keep: Keep },
): void {
  const read = run.reader.section(name);
  if (read.state !== 'complete') {
    facts[name] = unread(name, run, limits);
    return;
  }
  try {
    const fact = probes[name].parse(read, narrowed(target, name));
    const holdsLittle = read.output.length <= SMALL || probes[name].ownTexts;
    facts[name] = fact.ok && holdsLittle ? fact : keep(fact);
  } catch (error) {
    facts[name] = unseen('malformed', `internal error while reading ${name}: ${message(error)}`);
  }
}
