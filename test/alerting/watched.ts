import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startSandbox } from '../../sandbox/discord.ts';
import { testFolder } from '../folder.ts';
import { serve } from '../http-servers.ts';
import { createRepository } from '../repositories.ts';
import { startOpenClaw } from './openclaw.ts';

const root = join(import.meta.dirname, '../..');

/** Trading services that the test can make report no version, a sandbox, an OpenClaw, and the bot as its own process. */
export async function aWatchedFleet(size: number, environment: Record<string, string> = {}) {
  const folder = await testFolder();
  const { shas, folder: repo } = await createRepository(join(folder, 'code.git'), [
    { name: 'one', date: '2026-03-29T10:00:00Z', message: 'one' },
  ]);
  const planted = new Set<string>();
  const { origin } = await serve((request, response) => {
    const name = (request.url ?? '').slice(1);
    const version = planted.has(name) ? 'unknown' : shas['one'];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'ok', version }));
  });
  const names = Array.from({ length: size }, (_, index) => `bot-${index}`);
  const services = names.map((name) => ({
    name,
    machine: 'tesseract',
    health_url: `${origin}/${name}`,
    repo,
    risk_tier: 'CRITICAL',
  }));
  const machines = { tesseract: { host: '127.0.0.1', ssh: false } };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ machines, services }));
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const openclaw = await startOpenClaw();
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    DISCORD_TOKEN: sandbox.token,
    DISCORD_APPLICATION_ID: sandbox.applicationId,
    DISCORD_GUILD_ID: sandbox.guildId,
    DISCORD_LOGS_CHANNEL_ID: sandbox.logsChannelId,
    DISCORD_ONCALL_ROLE_ID: sandbox.roles.oncall,
    DISCORD_API_URL: sandbox.api,
    MANIFEST_PATH: join(folder, 'manifest.json'),
    STATE_URL: `sqlite://${join(folder, 'data', 'state.sqlite')}`,
    OPENCLAW_URL: openclaw.url,
    OPENCLAW_HOOK_TOKEN: openclaw.token,
    SCAN_CRON: '* * * * * *',
    SCAN_TIMEZONE: 'UTC',
    HTTP_PORT: '0',
    LOG_LEVEL: 'info',
    ...environment,
  };

  /** `said` gathers what it logs. */
  function start(): { child: ChildProcess; said: () => string } {
    const child = spawn(process.execPath, [join(root, 'src/main.ts'), 'bot'], { env, cwd: folder });
    let log = '';
    child.stdout.on('data', (chunk: Buffer) => (log += String(chunk)));
    child.stderr.on('data', (chunk: Buffer) => (log += String(chunk)));
    onTestFinished(() => void child.kill('SIGKILL'));
    return { child, said: () => log };
  }

  return { folder, names, planted, sandbox, openclaw, env, start, head: shas['one'] ?? '' };
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
