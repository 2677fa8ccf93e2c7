#!/usr/bin/env -S MALLOC_ARENA_MAX=1 node --max-semi-space-size=4 --heap-growing-percent=20 --no-separate-gc-phases
// A small young generation (MB), collected also while the old one is marked; the old one collected often; one arena: an
// audit of 2000 services then takes half of the memory that it would take without (npm run bench -- --scale).
import { userInfo } from 'node:os';
import type { AuditRequest } from './report/request.ts';
import { runBot } from './bot/run-bot.ts';
import { runAudit } from './cli/audit.ts';
import { runCheck } from './cli/check.ts';
import { runDiscover } from './cli/discover.ts';
import type { DiscoverOptions } from './cli/discover.ts';
import { runDoctor } from './cli/doctor.ts';
import { runCommandLine } from './cli/program.ts';
import type { AuditOptions, DoctorOptions } from './cli/program.ts';
import { showJournal, verifyJournal } from './cli/journal.ts';
import { runGuard } from './cli/guard.ts';
import { runSchema } from './cli/schema.ts';
import { createHttpClient } from './clients/http/http.ts';
import { compose, forgetful, knownHostsOf, sshClient } from './bot/wire.ts';
import { anchorIn, journalPath, openJournal } from './bot/wire-remediation.ts';
import type { OpenState } from './doctor/check.ts';
import { patientOf } from './doctor/patient.ts';
import { readEnv } from './env/env.ts';
import type { Env } from './env/env.ts';
import { recall } from './bot/read-memory.ts';
import { holderOf } from './store/lease-record.ts';
import { openState } from './store/open.ts';

const LINGER_MS = 500;

async function auditOnce(env: Env, only: AuditRequest['only'], options: AuditOptions): Promise<number> {
  const { memory, own } = await recall(env, (sentence) => void process.stderr.write(`${sentence}\n`));
  const { app, close } = compose({ ...env, manifestPath: options.manifest ?? env.manifestPath }, memory, {
    own,
  });
  const { service = null, machine = null, format } = options;
  try {
    return await runAudit(app, { trigger: 'cli', service, machine, only }, format);
  } finally {
    await close();
  }
}

async function discoverOnce(env: Env, address: string, options: DiscoverOptions): Promise<number> {
  const ssh = sshClient({ ...env, sshKeyPath: options.identity ?? env.sshKeyPath });
  const http = createHttpClient();
  try {
    return await runDiscover(address, options, { env, ssh, http, knownHosts: knownHostsOf(env), write });
  } finally {
    ssh.close();
    await http.close();
  }
}

async function doctorOnce(given: Env, { manifest, format }: DoctorOptions): Promise<number> {
  const env = { ...given, manifestPath: manifest ?? given.manifestPath };
  const { clients, close } = compose(env, forgetful(), {});
  const acts = env.sshActionUser !== null || env.sshActionKeyPath !== null;
  const actionSsh = acts ? sshClient({ ...env, sshKeyPath: env.sshActionKeyPath ?? env.sshKeyPath }) : null;
  const { ssh, http, repository } = clients;
  try {
    const patient = await patientOf(env, { ssh, actionSsh, http, repository }, openForDoctor);
    return await runDoctor(patient, format, write);
  } finally {
    actionSsh?.close();
    await close();
  }
}

/** The store, and who holds it: the doctor takes no lease. */
async function openForDoctor(stateUrl: string, now: () => number): Promise<OpenState> {
  const state = await openState(stateUrl, now);
  async function holder() {
    const held = await state.peek('lease');
    return held === null ? null : holderOf(held);
  }
  return { keyv: (namespace) => state.keyv(namespace), holder, close: () => state.close() };
}

/** The real pipeline over the demo fleet, and the real bot in a local stand-in for Discord (DESIGN 9). */
async function demo(options: { once?: boolean; port: string }): Promise<number> {
  const stopped = signalled();
  const { startDemoFleet, startDemoDiscord } = await import('../sandbox/demo.ts');
  process.stderr.write('Making a small fleet on this machine: repositories, services, processes …\n');
  const fleet = await startDemoFleet();
  try {
    if (options.once) {
      await auditOnce(readEnv(fleet.environment), 'all', { format: 'text' });
      return 0;
    }
    const discord = await startDemoDiscord(Number(options.port));
    try {
      const env = readEnv({ ...fleet.environment, ...discord.environment });
      return await runBot(env, stopped, () => void process.stdout.write(discord.invitation));
    } finally {
      await discord.close();
    }
  } finally {
    fleet.stop();
  }
}

async function journal(
  what: 'verify' | 'show' | 'renew',
  { request = null, why = null }: { request?: string | null; why?: string | null },
) {
  const env = readEnv();
  const state = await openState(env.stateUrl, Date.now);
  try {
    if (what === 'renew') {
      await openJournal(env, state.keyv('journal')).renew(userInfo().username, why);
      return 0;
    }
    const options = { path: journalPath(env), anchor: anchorIn(state.keyv('journal')), write };
    return await (what === 'verify' ? verifyJournal(options) : showJournal({ ...options, request }));
  } finally {
    state.close();
  }
}

/** A bot has closed all that it had open: what an audit of its still waits for, a minute maybe, holds nobody up. */
async function leaving(run: Promise<number>): Promise<number> {
  return await run.finally(() => setTimeout(() => process.exit(), LINGER_MS).unref());
}

function signalled(): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(null));
  });
}

function write(text: string): void {
  process.stdout.write(text);
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 70));
process.exitCode = await runCommandLine({
  bot: () => leaving(runBot(readEnv(), signalled())),
  audit: (only, options) => auditOnce(readEnv(), only, options),
  check({ manifest }) {
    const env = readEnv();
    return runCheck({ manifestPath: manifest ?? env.manifestPath, env, write });
  },
  doctor: (options) => doctorOnce(readEnv(), options),
  discover: (address, options) => discoverOnce(readEnv(), address, options),
  schema: () => runSchema(write),
  guard: () => runGuard(write),
  journal,
  demo: (options) => leaving(demo(options)),
});
