import { randomBytes } from 'node:crypto';
import { SshError } from '../clients/errors.ts';
import type { SshClient, SshHost } from '../clients/ssh.ts';
import { machineProbes } from './index.ts';
import type { MachineFacts, MachineProbes, ProbeName } from './index.ts';
import { unseen } from './observation.ts';
import type { Observation } from './observation.ts';
import type { Connection, MachineObservation } from './observations.ts';
import type { Target } from './probe.ts';
import { composeScript } from './script.ts';
import { createSectionReader } from './sections.ts';
import type { SectionRead, SectionReader } from './sections.ts';

/** All times in ms. */
export type MachineLimits = {
  connectMs: number;
  /** for one section, kept by the machine itself */
  sectionMs: number;
  /** for the whole script, kept by us */
  machineMs: number;
  /** bytes kept of one section */
  sectionCapBytes: number;
};

/** What to read from one machine. Serialisable, so that a worker elsewhere can do it. */
export type MachineRequest = {
  host: SshHost;
  /** the machine with those of its own services that are judged */
  target: Target;
  /** services that live elsewhere and may run only once in the fleet: they want the process table of this machine */
  singletons: string[];
  /** names of the probes to run; null: all that the services want */
  only: ProbeName[] | null;
};

type Run = { ended: Awaited<ReturnType<SshClient['run']>>; reader: SectionReader };

const probes: MachineProbes = machineProbes;
const names = Object.keys(machineProbes).filter((name): name is ProbeName => name in machineProbes);

/** The names of the probes that the request needs, with the services that ask for each. */
export function asked(request: Omit<MachineRequest, 'host'>): MachineObservation['asked_by'] {
  const { machine, services } = request.target;
  const askedBy: MachineObservation['asked_by'] = {};
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

/** Reads all that is asked of a machine over one connection, by one script. Never throws. */
export async function observeMachine(
  ssh: SshClient,
  request: MachineRequest,
  limits: MachineLimits,
): Promise<MachineObservation> {
  const started = performance.now();
  const asked_by = asked(request);
  const wanted = names.filter((name) => asked_by[name]);
  const facts: MachineFacts = {};
  let connection: Connection = { status: 'connected' };
  try {
    if (wanted.length === 0) connection = { status: 'not_probed' };
    else {
      const run = await runScript(ssh, request, wanted, limits);
      for (const name of wanted) fill(facts, name, run, request.target, limits);
    }
  } catch (error) {
    connection = failed(error);
    for (const name of wanted) facts[name] = unseen('unreachable', connection.detail);
  }
  const duration_ms = Math.round(performance.now() - started);
  return { machine: request.target.machine.name, connection, duration_ms, facts, asked_by };
}

async function runScript(
  ssh: SshClient,
  { host, target }: MachineRequest,
  wanted: ProbeName[],
  limits: MachineLimits,
): Promise<Run> {
  const marker = randomBytes(16).toString('hex');
  const reader = createSectionReader(marker, { names: wanted, capBytes: limits.sectionCapBytes });
  const fragments = wanted.map((name) => ({
    name,
    sh: probes[name].fragment(narrowed(target, name)),
    deadline_s: limits.sectionMs / 1000,
  }));
  const ended = await ssh.run(host, {
    script: composeScript(marker, fragments),
    connectTimeoutMs: limits.connectMs,
    deadlineMs: limits.machineMs,
    onOutput: (chunk) => reader.push(chunk),
  });
  return { ended, reader };
}

function narrowed({ machine, services }: Target, name: ProbeName): Target {
  return { machine, services: services.filter((service) => probes[name].wanted(service, machine)) };
}

function fill<Name extends ProbeName>(
  facts: MachineFacts,
  name: Name,
  run: Run,
  target: Target,
  limits: MachineLimits,
): void {
  const read = run.reader.section(name);
  if (read.state !== 'complete') {
    facts[name] = unread(name, read, run, limits);
    return;
  }
  try {
    facts[name] = probes[name].parse(read, narrowed(target, name));
  } catch (error) {
    facts[name] = unseen('malformed', `internal error while reading ${name}: ${message(error)}`);
  }
}

/** Why a section is not there, as far as can be told. */
function unread(
  name: ProbeName,
  read: SectionRead,
  { ended, reader }: Run,
  limits: MachineLimits,
): Observation<never> {
  if (read.state === 'deadline')
    return unseen('timeout', `${name} did not answer within ${seconds(limits.sectionMs)}`);
  if (ended === 'deadline')
    return unseen(
      'timeout',
      `the machine did not get to the end of ${name} within ${seconds(limits.machineMs)}`,
    );
  if (ended === 'lost') return unseen('unreachable', `the connection was lost before ${name} had answered`);
  if (!reader.started()) return unseen('denied', `the SSH user gets no shell${quoted(reader.noise())}`);
  return unseen('malformed', `the machine ended the script before ${name} had answered`);
}

function failed(error: unknown): Connection & { status: 'failed' } {
  if (error instanceof SshError)
    return { status: 'failed', reason: error.kind, detail: error.message, host_key: error.hostKey };
  return {
    status: 'failed',
    reason: 'malformed',
    detail: `internal error: ${message(error)}`,
    host_key: null,
  };
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function quoted(noise: string): string {
  const text = noise.replaceAll(/[\p{Cc}\s]+/gu, ' ').slice(0, 200);
  return text === '' ? '' : `; it answers ${JSON.stringify(text)}`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
