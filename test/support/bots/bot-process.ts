import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startSandbox } from '../../../sandbox/discord.ts';
import { createLedger } from '../../../src/store/create-ledger.ts';
import type { Ledger } from '../../../src/store/ledger.ts';
import { openState } from '../../../src/store/open/open.ts';
import { builtProgram } from '../built/program.ts';
import { testFolder } from '../machines/folder.ts';

export type Running = { child: ChildProcess; said: () => string };

/** A folder, a sandbox, and what starts the bot as its own process there, over a manifest that the test writes. */
export async function aBotProcess(environment: Record<string, string> = {}) {
  const [folder, program] = [await testFolder(), await builtProgram()];
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
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
    SCAN_CRON: '* * * * * *',
    SCAN_TIMEZONE: 'UTC',
    HTTP_PORT: '0',
    LOG_LEVEL: 'info',
    ...environment,
  };

  function write(manifest: object): void {
    writeFileSync(env.MANIFEST_PATH, JSON.stringify(manifest));
  }

  /** `said` gathers what it logs. */
  function start(): Running {
    const child = spawn(process.execPath, [...program, 'bot'], { env, cwd: folder });
    let log = '';
    child.stdout.on('data', (chunk: Buffer) => (log += String(chunk)));
    child.stderr.on('data', (chunk: Buffer) => (log += String(chunk)));
    onTestFinished(() => void child.kill('SIGKILL'));
    return { child, said: () => log };
  }

  /** The content of the state; with `change`, after it. Not while the bot runs. */
  async function remembered(change: (before: Ledger) => Ledger = (before) => before): Promise<Ledger> {
    const state = await openState(env.STATE_URL, Date.now);
    const ledger = createLedger(state.keyv('ledger'), (keptAs) => {
      throw new Error(`a value was set aside as ${keptAs}`);
    });
    try {
      return await ledger.update((before) => {
        const value = change(before);
        return { value, result: value };
      });
    } finally {
      state.close();
    }
  }

  return { folder, sandbox, env, write, start, remembered };
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
