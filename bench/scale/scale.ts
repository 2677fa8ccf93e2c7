import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../sandbox/discord.ts';
import { installedProgram } from '../prompt/installed.ts';
import { acknowledged, acknowledgedMeanwhile } from './acknowledged.ts';
import { asked, startBot } from './bot.ts';
import { Counts, World } from './world-answers.ts';

type Options = {
  machines: number;
  drifting: number;
  rounds: number;
  profile: string | null;
  /** the checkout's sources and not the installed program */
  checkout: boolean;
};

/** audits while nobody asks: their processor time differs by half on a machine that does other work too */
const QUIET = 4;

/**
 * `npm run bench -- --scale`: the real bot, logged in at the sandbox, audits a fleet that answers from another process,
 * and is asked `/drift` all the while. It is the program as it is installed: a checkout keeps what strips its types. The first audit is cold: no connection, no cache, code not yet compiled.
 */
export async function scale({ machines, drifting, rounds, profile, checkout }: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-scale-'));
  const installed = checkout ? null : installedProgram();
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'key')]);
  const sandbox = await startSandbox();
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => {}); // at the end it may
  const world = fork(fileURLToPath(new URL('world.ts', import.meta.url)), [
    folder,
    String(machines),
    String(drifting),
  ]);
  world.once('exit', (code, signal) => ended.reject(new Error(`the fleet ended with ${code ?? signal}`)));
  const [said]: unknown[] = await Promise.race([once(world, 'message'), ended.promise]);
  const { github, token } = World.parse(said);
  const bot = await startBot(
    {
      DISCORD_TOKEN: sandbox.token,
      DISCORD_APPLICATION_ID: sandbox.applicationId,
      DISCORD_GUILD_ID: sandbox.guildId,
      DISCORD_API_URL: sandbox.api,
      MANIFEST_PATH: join(folder, 'manifest.json'),
      STATE_URL: `sqlite://${join(folder, 'state.sqlite')}`,
      SSH_KEY_PATH: join(folder, 'key'),
      SSH_KNOWN_HOSTS_PATH: join(folder, 'known_hosts'),
      GITHUB_TOKEN: token,
      GITHUB_API_URL: github,
      LOG_LEVEL: 'warn',
    },
    profile,
    ...(installed === null ? [] : [installed]),
  );
  // They stand for other machines: what they take of this one must not count as the bot's.
  for (const pid of [world.pid, process.pid]) if (pid !== undefined) setPriority(pid, 19);
  try {
    while (sandbox.commands().length === 0) await pause(50);
    const idle = await bot.measured();
    print(`${machines} machines x 10 services, ${machines} repositories, ${drifting} of them drifting`);
    print(`  (${checkout ? 'a checkout' : 'the installed program'})`);
    print('  (the fleet and Discord run here at the lowest priority, as if they were elsewhere)');
    print(`  the bot before its first audit: ${idle.rss.toFixed(0)} MB`);
    for (let round = 0; round < rounds; round += 1) {
      const before = await asked(world, Counts);
      await bot.measured();
      const started = performance.now();
      const first = await acknowledged(sandbox);
      const ended = bot.auditEnded();
      const services = Array.from({ length: 200 }, (_, index) => `svc-${index % machines}-${index % 10}`);
      const [audit, meanwhile] = await Promise.all([
        ended.then((report) => ({ ...report, ms: performance.now() - started })),
        acknowledgedMeanwhile(sandbox, services, ended),
      ]);
      await pause(1500); // the report is rendered and sent
      const measured = await bot.measured();
      const after = await asked(world, Counts);
      const slowest = Math.max(first, ...meanwhile);
      if (audit.observed < machines || audit.unknown > 0)
        print(
          '  NOT COMPARABLE: not all was read, of which nothing is judged either (is the machine too busy?)',
        );
      print(
        `  audit ${round + 1}${round === 0 ? ' (cold)' : ''}: ${(audit.ms / 1000).toFixed(1)} s, ${audit.observed} of ${machines} machines observed, ${audit.services} services, ${audit.unknown} unknown, verdict ${audit.verdict}`,
      );
      print(
        `    peak memory ${measured.peak.toFixed(0)} MB (now ${measured.rss.toFixed(0)} MB), processor ${measured.cpu.toFixed(1)} s`,
      );
      print(
        `    event loop blocked ${measured.longest.toFixed(0)} ms at the longest (${measured.work.toFixed(0)} ms of them its own work), 99 % of the time under ${measured.p99.toFixed(0)} ms`,
      );
      print(`    /drift acknowledged in ${slowest.toFixed(0)} ms at the slowest of ${meanwhile.length + 1}`);
      print(
        `    GitHub: ${after.requests - before.requests} requests, ${after.unchanged - before.unchanged} of them unchanged; rate used: ${after.core - before.core} REST, ${after.graphql - before.graphql} GraphQL`,
      );
    }
    const quiet: number[] = [];
    let longest = 0;
    for (let audit = 0; audit < QUIET; audit += 1) {
      await bot.measured();
      await bot.auditEnded();
      const { cpu, work } = await bot.measured();
      quiet.push(cpu);
      longest = Math.max(longest, work);
    }
    const seconds = quiet.map((cpu) => cpu.toFixed(1)).join(', ');
    print(`  audits while nobody asks: processor ${seconds} s, ${longest.toFixed(0)} ms at once at the most`);
  } finally {
    await bot.stop();
    world.disconnect();
    await sandbox.close();
    for (const made of [folder, installed ?? folder]) rmSync(made, { recursive: true, force: true });
  }
}

function print(line: string) {
  process.stdout.write(`${line}\n`);
}
