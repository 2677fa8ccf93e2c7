import pLimit from 'p-limit';
import { askEndpoints } from '../probes/collect-health.ts';
import type { Answers } from '../probes/collect-health.ts';
import type { Clients } from '../probes/clients.ts';
import { message } from '../probes/limit.ts';
import type { Limit } from '../probes/limit.ts';
import { loginOf, sshHost } from '../probes/plan.ts';
import type { Plan } from '../probes/request.ts';
import { seeMachine } from '../probes/run.ts';
import type { SshConfigFiles } from '../clients/ssh/config-file.ts';
import type { SshHost } from '../clients/ssh/host.ts';
import type { MachineObservation } from '../facts/observations.ts';
import type { ReadRequest } from '../sites/protocol/request.ts';
import { forbiddenIn } from './allowed.ts';

export type ReadTools = {
  clients: Pick<Clients, 'ssh' | 'http'>;
  /** for machines that nobody gives a user */
  sshUser: string;
  sshConfig?: SshConfigFiles;
  /** may the worker go there? */
  isAllowed: (host: string) => boolean;
  /** who takes turns at reading what machines print */
  turn: Limit;
};

export type WasRead =
  | { observation: MachineObservation; health: Record<string, Answers> }
  /** `elsewhere`: another worker of the site may be allowed to do it */
  | { refused: string; elsewhere: boolean };

/** Endpoints of one machine at a time. */
const ENDPOINTS = 16;

/** Reads what a request names, as the bot would: the same probes, the same deadlines. Never throws. */
export async function readMachine(request: ReadRequest, tools: ReadTools): Promise<WasRead> {
  const { machine, jumps, services, singletons, only, limits, graceMs } = request;
  const plan: Plan = {
    machines: [machine, ...jumps],
    services,
    inventory: services,
    only: 'all',
    ...loginOf(tools.sshUser, tools.sshConfig),
  };
  let host: SshHost | null;
  try {
    host = machine.ssh ? sshHost(plan, machine) : null;
  } catch (error) {
    return { refused: message(error), elsewhere: false };
  }
  const forbidden = forbiddenIn(request, host, tools.isAllowed);
  if (forbidden !== null)
    return { refused: `WORKER_HOSTS does not allow ${forbidden}, for ${machine.name}`, elsewhere: true };
  const target = { machine, services: machine.ssh ? services : [] };
  const all = {
    ...limits,
    graceMs,
    concurrency: 1,
    healthConcurrency: ENDPOINTS,
    releaseConcurrency: 1,
    releaseMs: 1,
  };
  const limit = pLimit(ENDPOINTS);
  const [observation, ...answers] = await Promise.all([
    seeMachine(plan, { target, singletons, only }, tools.clients.ssh, all, tools.turn, asItIs),
    ...(request.health ? services : []).map(async (service) => {
      const seen = await askEndpoints(tools.clients.http, service, graceMs, limit);
      return [service.name, seen] as const;
    }),
  ]);
  return { observation, health: Object.fromEntries(answers) };
}

/** It is written as an answer at once, and what it was cut out of goes with it. */
function asItIs<Fact>(fact: Fact): Fact {
  return fact;
}
