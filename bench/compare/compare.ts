import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { which } from '../../test/support/machines/system.ts';
import { installedProgram } from '../prompt/installed.ts';
import type { Surface } from '../surface.ts';
import { auditFleet, oneCallACheck, openSshAtOnce, recordingSsh, writeScripts } from './contenders.ts';
import { startBenchFleet } from './fleet.ts';
import { ansible, wholeProcess } from './whole-process.ts';

export type Size = { machines: number; services: number; rounds: number; surface: Surface };

const PERSON = 'OpenSSH, a person’s script a machine, all at once';

/** Audits compared with what a person would do by hand, in one run: every figure is a ratio to a person's script over OpenSSH. */
export async function compare({ machines, services, rounds, surface }: Size): Promise<void> {
  const fleet = await startBenchFleet(machines, services, surface);
  const program = installedProgram();
  try {
    const warm = recordingSsh(fleet);
    await auditFleet(fleet, warm); // also loads every module, as the running bot has
    writeScripts(fleet, warm.scripts);
    await wholeProcess(fleet, program); // keeps what was compiled, as a person's first audit does
    const cold = async () => {
      const ssh = recordingSsh(fleet);
      await auditFleet(fleet, ssh);
      ssh.close();
    };
    const rows: [what: string, run: () => Promise<void>][] = [
      [PERSON, () => openSshAtOnce(fleet, 'person')],
      ['OpenSSH, Driftwatch’s own script, all at once', () => openSshAtOnce(fleet, 'own')],
      ['driftwatch audit, whole process', () => wholeProcess(fleet, program)],
      ['audit in a running bot, cold connections', cold],
      ['audit in a running bot, warm connections', () => auditFleet(fleet, warm)],
      ...(which('ansible') === null
        ? []
        : [
            [
              'Ansible’s script module, a person’s script',
              () => ansible(fleet),
            ] satisfies (typeof rows)[number],
          ]),
    ];
    const times = new Map(rows.map(([what]) => [what, [] as number[]]));
    for (let round = 0; round < rounds; round += 1)
      for (const [what, run] of rows) times.get(what)?.push(await timed(run));
    const before = fleet.connections();
    const fresh = recordingSsh(fleet);
    await auditFleet(fleet, fresh);
    await auditFleet(fleet, fresh);
    const connections = fleet.connections() - before;
    fresh.close();
    const each = await timed(() => oneCallACheck(fleet));
    warm.close();

    const medians = new Map([...times].map(([what, all]) => [what, median(all)]));
    const peer = medians.get(PERSON) ?? Number.NaN;
    const row = (what: string, ms: number) =>
      print(`  ${what.padEnd(50)} ${(ms / peer).toFixed(2)} x ${String(Math.round(ms)).padStart(7)} ms`);
    print(`${machines} machines x ${services} services, surface: ${surface}, median of ${rounds} rounds`);
    for (const [what, ms] of medians) row(what, ms);
    row('one ssh call a check, one after the other', each);
    if (which('ansible') === null) print('  Ansible: not measured, apt-get install ansible-core');
    print(`  two audits: ${connections} connections, ${fresh.runs()} scripts`);
  } finally {
    await fleet.stop();
    rmSync(program, { recursive: true, force: true });
  }
}

/** The same again in a network namespace of its own, whose loopback delays each packet by 25 ms. */
export function withLatency(script: string, args: readonly string[]): void {
  const delay = 'ip link set lo up && tc qdisc add dev lo root netem delay 25ms';
  if (spawnSync('unshare', ['-n', 'sh', '-c', delay], { stdio: 'ignore' }).status !== 0)
    return print('with 50 ms of latency: not measured, needs root and a kernel with tc netem');
  print('with 50 ms of latency:');
  const again = [process.execPath, ...process.execArgv, script, ...args];
  spawnSync('unshare', ['-n', 'sh', '-c', `${delay} && exec "$@"`, 'sh', ...again], { stdio: 'inherit' });
}

/** Peak memory of audits alone, without the bot's modules. */
export async function memory({ machines, services, surface }: Size): Promise<void> {
  const fleet = await startBenchFleet(machines, services, surface);
  try {
    const ssh = recordingSsh(fleet);
    for (let round = 0; round < 10; round += 1) await auditFleet(fleet, ssh);
    ssh.close();
  } finally {
    await fleet.stop();
  }
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  print(`peak memory of 10 audits of ${machines} x ${services}: ${peak} MB`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
