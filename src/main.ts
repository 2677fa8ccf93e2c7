#!/usr/bin/env -S node --max-semi-space-size=4
// The small young generation (MB) keeps a fleet's audits under 150 MB; they are no slower by it (bench/).
import { Keyv } from 'keyv';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createApp } from './app.ts';
import type { App, AuditRequest } from './app.ts';
import { runAudit } from './cli/audit.ts';
import { runCheck } from './cli/check.ts';
import { runCommandLine } from './cli/program.ts';
import type { AuditOptions } from './cli/program.ts';
import { runSchema } from './cli/schema.ts';
import { createGitClient } from './clients/git.ts';
import { createGitHubClient } from './clients/github.ts';
import { createHttpClient } from './clients/http.ts';
import { createRepositoryClient } from './clients/repository-for.ts';
import { createSshClient } from './clients/ssh.ts';
import { startGateway } from './discord/gateway.ts';
import { offFeatures, readEnv, requireKeys } from './env.ts';
import type { Env } from './env.ts';
import { createManifestSource } from './inventory/load.ts';
import { ownRevision } from './own-revision.ts';
import { openState } from './store/open.ts';
import { createMetrics } from './triggers/gauges.ts';
import { startServer } from './triggers/server.ts';

type OnReport = NonNullable<Parameters<typeof createApp>[1]['onReport']>;

/**
 * Builds every client and the App over them. `answers` keeps GitHub's answers with their ETags: the bot's outlive a
 * restart, a single audit leaves no file behind. `close` ends all that would keep the process alive.
 */
function compose(
  env: Env,
  answers: Keyv = new Keyv(),
  onReport: OnReport = () => {},
): { app: App; close: () => Promise<void> } {
  const ssh = createSshClient({
    knownHosts: [env.sshKnownHostsPath, '/etc/ssh/ssh_known_hosts'],
    keyPath: env.sshKeyPath,
    passphrase: env.sshKeyPassphrase,
    agentSocket: env.sshAgentSocket,
  });
  const http = createHttpClient();
  const repository = createRepositoryClient({
    github: createGitHubClient({ token: env.githubToken, baseUrl: env.githubApiUrl, cache: answers }),
    git: createGitClient({
      cacheFolder: join(dataFolder(env), 'git'),
      ssh: { keyPath: env.sshKeyPath, knownHostsPath: env.sshKnownHostsPath },
    }),
    githubApiUrl: env.githubApiUrl,
  });
  const app = createApp(createManifestSource(env.manifestPath), {
    clients: { ssh, http, repository: () => repository },
    sshUser: env.sshUser ?? userInfo().username,
    sshConcurrency: env.sshConcurrency,
    now: Date.now,
    onReport,
  });
  return {
    app,
    async close() {
      ssh.close();
      await http.close();
    },
  };
}

/** Where the copies of git histories lie: beside the state file, else with the system's temporary files. */
function dataFolder(env: Env): string {
  const file = /^sqlite:\/\/(.+)$/.exec(env.stateUrl)?.[1];
  return file === undefined ? join(tmpdir(), `driftwatch-${userInfo().uid}`) : dirname(file);
}

/** Runs until a signal comes, or until Discord closes the session for good. */
async function bot(env: Env, stopped: Promise<null>, onReady = () => {}): Promise<number> {
  const keys = requireKeys(env, 'bot');
  const log = pino({ level: env.logLevel });
  const state = openState(env.stateUrl, Date.now);
  const metrics = createMetrics();
  const { app, close } = compose(env, state.keyv('github'), metrics.record);
  const { warning } = await app.fleet();
  if (warning) log.warn({ warning }, 'The newest manifest is broken');
  for (const feature of offFeatures(env)) log.info(feature);
  const gateway = await startGateway({
    token: keys.discordToken,
    applicationId: keys.discordApplicationId,
    guildId: keys.discordGuildId,
    apiUrl: env.discordApiUrl,
    app,
    log,
  });
  try {
    const version = await ownRevision(fileURLToPath(new URL('..', import.meta.url)));
    const { httpHost: host, httpPort: port, triggerToken } = env;
    const server = await startServer({ host, port, triggerToken, app, log, version, metrics, now: Date.now });
    log.info({ version, host, port: server.port }, 'Driftwatch is ready');
    onReady();
    const lost = await Promise.race([gateway.lost, stopped]);
    await server.close();
    if (lost) throw lost;
    return 0;
  } finally {
    await gateway.close();
    await close();
    state.close();
  }
}

async function auditOnce(env: Env, only: AuditRequest['only'], options: AuditOptions): Promise<number> {
  const { app, close } = compose({ ...env, manifestPath: options.manifest ?? env.manifestPath });
  const { service = null, machine = null, format } = options;
  try {
    return await runAudit(app, { trigger: 'cli', service, machine, only }, format);
  } finally {
    await close();
  }
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
      return await bot(env, stopped, () => void process.stdout.write(discord.invitation));
    } finally {
      await discord.close();
    }
  } finally {
    fleet.stop();
  }
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
  bot: () => bot(readEnv(), signalled()),
  audit: (only, options) => auditOnce(readEnv(), only, options),
  check({ manifest }) {
    const env = readEnv();
    return runCheck({ manifestPath: manifest ?? env.manifestPath, env, write });
  },
  schema: () => runSchema(write),
  demo,
});
