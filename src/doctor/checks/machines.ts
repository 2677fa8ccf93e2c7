import pLimit from 'p-limit';
import type { SshClient } from '../../clients/ssh/client.ts';
import type { Machine } from '../../inventory/manifest.ts';
import { machineRequest, sshHost } from '../../probes/plan.ts';
import type { Plan } from '../../probes/request.ts';
import { seeThroughSite } from '../../probes/see-through-site.ts';
import { seeMachine } from '../../probes/run.ts';
import { defaultLimits } from '../../probes/limits.ts';
import type { Check, DoctorContext } from '../check.ts';
import { wholePlan } from '../check.ts';
import { LOGIN_MS, logIn } from '../login.ts';
import { broken, ok, skipped } from '../result.ts';
import type { Line } from '../result.ts';
import { mergeLines } from '../merge-lines.ts';
import { unreadLines } from '../unread.ts';

const { connectMs, machineMs, graceMs } = defaultLimits;

/** The bot can log in to each machine and read what the manifest asks for, as an audit does, without the rules. */
export const machines: Check = {
  name: 'machines',
  examine: (context) => onEach(context, (machine, plan) => examineMachine(machine, plan, context)),
  // two logins in parallel, then the reading of an audit
  deadlineMs: (context) => inTurns(context, LOGIN_MS + connectMs + machineMs + graceMs),
};

/** ms until every machine was checked, if each takes its maximum. */
export function inTurns(context: DoctorContext, eachMs: number, most = Number.POSITIVE_INFINITY): number {
  const machines = wholePlan(context)?.machines.length ?? 0;
  return Math.ceil(machines / Math.min(most, context.env.sshConcurrency)) * eachMs;
}

/** Checks each machine with SSH, at most as many at a time as an audit. */
export async function onEach(
  context: DoctorContext,
  examine: (machine: Machine, plan: Plan) => Promise<Line[]>,
  most = Number.POSITIVE_INFINITY,
): Promise<Line[]> {
  const plan = wholePlan(context);
  if (!plan) return [skipped('machines', 'the manifest cannot be read')];
  const limit = pLimit(Math.min(most, context.env.sshConcurrency));
  const lines = plan.machines.map(async (machine) => {
    if (!machine.ssh) return [skipped(machine.name, 'the manifest turns SSH off there (ssh: false)')];
    return limit(() => examine(machine, plan));
  });
  const names = new Set(plan.machines.map(({ name }) => name));
  // such as: no SSH key
  return mergeLines((await Promise.all(lines)).flat(), ({ subject }) => names.has(subject));
}

async function examineMachine(machine: Machine, plan: Plan, context: DoctorContext): Promise<Line[]> {
  const { clients, now } = context;
  if (machine.site !== undefined) return await examineThrough(machine.site, machine, plan, context);
  const host = sshHost(plan, machine);
  const [login, actions] = await Promise.all([
    logIn(clients.ssh, machine.name, host, now),
    clients.actionSsh ? actionLines(clients.actionSsh, machine, plan, context) : [],
  ]);
  if (!login.isOpen) return [...login.lines, ...actions];
  const seen = await seeMachine(plan, machineRequest(plan, machine), clients.ssh, defaultLimits, pLimit(1));
  return [...login.lines, ...actions, ...unreadLines(machine.name, seen)];
}

/** Checks a machine through a worker of its site, which uses its own login. */
async function examineThrough(
  site: string,
  machine: Machine,
  plan: Plan,
  { clients }: DoctorContext,
): Promise<Line[]> {
  const seen = await seeThroughSite(plan, machine, clients.sites, defaultLimits);
  if (seen === null)
    return [skipped(machine.name, `the manifest asks for nothing on it through site ${site}`)];
  const { connection, duration_ms } = seen.observation;
  if (connection.status === 'failed') {
    const isSiteLost = connection.site !== undefined;
    const cure = isSiteLost
      ? `Look at site ${site} above, and at the log of its worker.`
      : `Try ssh to it where the worker of site ${site} runs, as its user.`;
    return [broken(machine.name, connection.detail, cure)];
  }
  const read = ok(machine.name, `read through site ${site} in ${(duration_ms / 1000).toFixed(1)} s`);
  return [read, ...unreadLines(machine.name, seen.observation)];
}

/** SSH_ACTION_USER replaces the machine's own user; jump hosts stay as they are. */
async function actionLines(
  ssh: SshClient,
  machine: Machine,
  plan: Plan,
  { env, now }: DoctorContext,
): Promise<Line[]> {
  const host = sshHost(plan, machine);
  const name = `${machine.name} for actions`;
  const { lines } = await logIn(ssh, name, { ...host, user: env.sshActionUser ?? host.user }, now);
  return lines.filter(({ subject }) => subject === name);
}
