import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { startOpenClaw } from '../alerting/openclaw.ts';
import { aBotProcess } from './bot-process.ts';
import { startSshd } from '../servers/sshd.ts';

type Options = { bots: number; environment?: Record<string, string>; service?: object; machines?: object };

/**
 * Trading bots, each one process that calls itself by its script, on a machine with a real sshd; and what starts
 * Driftwatch over them, as a process of its own that watches every 5 seconds and never scans.
 */
export async function watchedBots({ bots, environment = {}, service = {}, machines = {} }: Options) {
  const sshd = await startSshd();
  onTestFinished(() => sshd.stop());
  const openclaw = await startOpenClaw();
  const driftwatch = await aBotProcess({
    SCAN_CRON: '0 0 29 2 *',
    WATCH_INTERVAL: '5s',
    SSH_USER: sshd.user,
    SSH_KEY_PATH: sshd.keyPath,
    SSH_KNOWN_HOSTS_PATH: sshd.knownHostsPath,
    OPENCLAW_URL: openclaw.url,
    OPENCLAW_HOOK_TOKEN: openclaw.token,
    ...environment,
  });
  const unique = process.pid.toString(36);
  const names = Array.from({ length: bots }, (_, index) => `bot${index}-${unique}`);
  driftwatch.write({
    machines: { tesseract: { host: sshd.host, port: sshd.port }, ...machines },
    services: [
      ...names.map((name) => ({ name, machine: 'tesseract', risk_tier: 'CRITICAL', ...service })),
      ...Object.keys(machines).map((machine) => ({ name: `on-${machine}`, machine, risk_tier: 'CRITICAL' })),
    ],
  });

  /** A copy of a bot. It lives until the test ends. */
  function run(name: string): ChildProcess & { pid: number } {
    const child = spawn('sleep', ['3000'], {
      argv0: `/usr/bin/node /srv/${name}/server.js`,
      stdio: 'ignore',
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    if (child.pid === undefined) throw new Error('sleep did not start');
    return Object.assign(child, { pid: child.pid });
  }

  async function stop(child: ChildProcess): Promise<void> {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** What the channel was sent, as text; what stands in the content pings. */
  const messages = () =>
    driftwatch.sandbox.messages().map(({ content, embeds }) => `${content}\n${JSON.stringify(embeds)}`);
  /** How many messages say so of a bot. */
  const said = (name: string, words: string) =>
    messages().filter((message) => message.includes(name) && message.includes(words)).length;
  /** How many watches have come through, by what the log says of them. */
  const paged = (name: string) =>
    openclaw.queued.filter((text) => text.includes('duplicate_process') && text.includes(name)).length;

  return { ...driftwatch, names, run, stop, messages, said, paged };
}
