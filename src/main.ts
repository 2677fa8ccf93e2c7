#!/usr/bin/env -S node --max-semi-space-size=4
// The small young generation (MB) keeps a fleet's audits under 150 MB; they are no slower by it (bench/).
import { Command, CommanderError, Option } from 'commander';
import { Keyv } from 'keyv';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { createApp } from './app.ts';
import type { App, AuditRequest } from './app.ts';
import { runAudit } from './cli/audit.ts';
import { runCheck } from './cli/check.ts';
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
import { formats } from './report/formats.ts';
import type { Format } from './report/formats.ts';
import { UserError } from './user-error.ts';

/** Builds every client and the App over them. `close` ends all that would keep the process alive. */
function compose(env: Env): { app: App; close: () => Promise<void> } {
  const ssh = createSshClient({
    knownHosts: [env.sshKnownHostsPath, '/etc/ssh/ssh_known_hosts'],
    keyPath: env.sshKeyPath,
    passphrase: env.sshKeyPassphrase,
    agentSocket: env.sshAgentSocket,
  });
  const http = createHttpClient();
  const repository = createRepositoryClient({
    github: createGitHubClient({ token: env.githubToken, baseUrl: env.githubApiUrl, cache: new Keyv() }),
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
  const { app, close } = compose(env);
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
  log.info('Driftwatch is ready');
  onReady();
  const lost = await Promise.race([gateway.lost, stopped]);
  await gateway.close();
  await close();
  if (lost) throw lost;
  return 0;
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

type AuditOptions = { manifest?: string; service?: string; machine?: string; format: Format };

/** The command line (DESIGN 7). Each action resolves with its exit code. */
function commandLine(exit: (code: number) => void): Command {
  const manifest = new Option('--manifest <file>', 'the manifest, JSON or YAML (default: MANIFEST_PATH)');
  const write = (text: string) => void process.stdout.write(text);
  const program = new Command('driftwatch')
    .description('Watches the gap between what should be running and what is running.')
    .exitOverride();
  program
    .command('bot')
    .description('run the Discord bot')
    .action(async () => exit(await bot(readEnv(), signalled())));
  for (const [name, only, description] of [
    ['audit', 'all', 'audit the fleet once: exit code 0 in sync, 1 drift, 2 incomplete, 3 cannot start'],
    ['dupes', 'processes', 'look only for duplicate, missing and zombie processes; exit codes as for audit'],
  ] as const)
    program
      .command(name)
      .description(description)
      .addOption(manifest)
      .option('--service <name>', "one service, by name or by its repository's owner/repo")
      .option('--machine <name>', 'the services of one machine')
      .addOption(
        new Option('--format <format>', 'of the report').choices(Object.keys(formats)).default('text'),
      )
      .action(async (options: AuditOptions) => exit(await auditOnce(readEnv(), only, options)));
  program
    .command('check')
    .description('validate the manifest and the environment without touching the network')
    .addOption(manifest)
    .action(async (options: { manifest?: string }) => {
      const env = readEnv();
      exit(await runCheck({ manifestPath: options.manifest ?? env.manifestPath, env, write }));
    });
  program
    .command('schema')
    .description("print the manifest's JSON Schema, for editors")
    .action(() => exit(runSchema(write)));
  program
    .command('demo')
    .description('a small fleet on this machine, and a local stand-in for Discord to try the bot in')
    .option('--once', 'print the report of the demo fleet and exit')
    .option('--port <port>', "the page's port; the next free one if it is taken", '4650')
    .action(async (options: { once?: boolean; port: string }) => exit(await demo(options)));
  return program;
}

/** What went wrong, told in one line where it is a person's to mend. @returns the exit code */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 3;
  if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n`);
    return 3;
  }
  process.stderr.write(
    `internal error, please report it:\n${error instanceof Error ? error.stack : String(error)}\n`,
  );
  return 70;
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 70));
try {
  await commandLine((code) => (process.exitCode = code)).parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}
