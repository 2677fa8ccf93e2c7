#!/usr/bin/env -S node --max-semi-space-size=4
// The small young generation (MB) keeps a fleet's audits under 150 MB; they are no slower by it (bench/).
import type { AuditRequest } from './app.ts';
import { runBot } from './run-bot.ts';
import { runAudit } from './cli/audit.ts';
import { runCheck } from './cli/check.ts';
import { runCommandLine } from './cli/program.ts';
import type { AuditOptions } from './cli/program.ts';
import { runSchema } from './cli/schema.ts';
import { compose, forgetful } from './compose.ts';
import { readEnv } from './env.ts';
import type { Env } from './env.ts';

async function auditOnce(env: Env, only: AuditRequest['only'], options: AuditOptions): Promise<number> {
  const { app, close } = compose({ ...env, manifestPath: options.manifest ?? env.manifestPath }, forgetful());
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
      return await runBot(env, stopped, () => void process.stdout.write(discord.invitation));
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
  bot: () => runBot(readEnv(), signalled()),
  audit: (only, options) => auditOnce(readEnv(), only, options),
  check({ manifest }) {
    const env = readEnv();
    return runCheck({ manifestPath: manifest ?? env.manifestPath, env, write });
  },
  schema: () => runSchema(write),
  demo,
});
