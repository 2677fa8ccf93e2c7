import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { auditFleet, oneCallACheck, openSshAtOnce, recordingSsh, writeScripts } from './contenders.ts';
import { startBenchFleet } from './fleet.ts';

// npm run bench [-- --machines 10 --services 10 --rounds 5 --whole]: every figure is a ratio to a peer of the same run.
// npm run bench -- --watch: what a watch costs the bot and a machine.
// npm run bench -- --watch-latency [--interval 2m]: from the start of a second copy until people are told.
// npm run bench -- --prompt [--rounds 9]: how long a person waits at the prompt.
// npm run bench -- --scale [--machines 200 --drifting 20 --rounds 3 --profile FOLDER]: the bot over a recorded fleet.

const { values } = parseArgs({
  options: {
    machines: { type: 'string' },
    services: { type: 'string', default: '10' },
    rounds: { type: 'string' },
    scale: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    'watch-latency': { type: 'boolean', default: false },
    interval: { type: 'string', default: '2m' },
    prompt: { type: 'boolean', default: false },
    drifting: { type: 'string', default: '20' },
    profile: { type: 'string' },
    memory: { type: 'boolean', default: false },
    whole: { type: 'boolean', default: false },
    'no-latency': { type: 'boolean', default: false },
  },
});
const usual = values.scale ? { machines: '200', rounds: '3' } : { machines: '10', rounds: '5' };
const { machines: machineCount = usual.machines, rounds: roundCount = usual.rounds } = values;
const [machines, services, rounds] = [machineCount, values.services, roundCount].map(Number);
if (!machines || !services || !rounds)
  throw new Error('--machines, --services and --rounds take numbers from 1');
const surface = values.whole ? 'whole' : 'processes';
if (values.prompt) {
  const { prompt } = await import('./prompt/prompt.ts');
  await prompt({ rounds: Number(values.rounds ?? 9) });
} else if (values.scale) {
  // loads the whole bot, which the memory of an audit is measured without
  const { scale } = await import('./scale/scale.ts');
  await scale({ machines, drifting: Number(values.drifting), rounds, profile: values.profile ?? null });
} else if (values.watch) {
  const { watch } = await import('./watch/watch.ts');
  await watch({ machines: 20, services: 2, watches: Number(values.rounds ?? 480) });
} else if (values['watch-latency']) {
  const { latency } = await import('./watch/latency.ts');
  await latency({ copies: 20, interval: values.interval });
} else if (values.memory) await memory(machines, services);
else await compare(machines, services, rounds);

async function compare(machines: number, services: number, rounds: number) {
  const fleet = await startBenchFleet(machines, services, surface);
  try {
    const warm = recordingSsh(fleet);
    await auditFleet(fleet, warm); // also loads every module, as the running bot has
    writeScripts(fleet, warm.scripts);
    const times = { cold: [] as number[], warm: [] as number[], openssh: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      times.openssh.push(await timed(() => openSshAtOnce(fleet)));
      const cold = recordingSsh(fleet);
      times.cold.push(await timed(() => auditFleet(fleet, cold)));
      cold.close();
      times.warm.push(await timed(() => auditFleet(fleet, warm)));
    }
    const before = fleet.connections();
    const fresh = recordingSsh(fleet);
    await auditFleet(fleet, fresh);
    await auditFleet(fleet, fresh);
    const connections = fleet.connections() - before;
    fresh.close();
    const each = await timed(() => oneCallACheck(fleet));
    warm.close();

    const peer = median(times.openssh);
    const cold = median(times.cold);
    print(`${machines} machines x ${services} services, surface: ${surface}, median of ${rounds} rounds`);
    print(`  OpenSSH, one script a machine, all at once   1.00 x   ${ms(peer)}`);
    print(`  audit, cold connections                      ${ratio(cold / peer)}   ${ms(cold)}`);
    print(
      `  audit, warm connections                      ${ratio(median(times.warm) / peer)}   ${ms(median(times.warm))}`,
    );
    print(
      `  one ssh call a check, one after the other    ${ratio(each / peer)}   ${ms(each)}   (${ratio(each / cold).trim()} of a cold audit)`,
    );
    print(`  two audits: ${connections} connections, ${fresh.runs()} scripts`);
  } finally {
    await fleet.stop();
  }
  const script = process.argv[1] ?? '';
  if (values['no-latency']) return;
  spawnSync(
    process.execPath,
    [...process.execArgv, script, '--memory', '--machines', '20', '--services', String(services)],
    {
      stdio: 'inherit',
    },
  );
  withLatency(script, machines, services, rounds);
}

async function memory(machines: number, services: number) {
  const fleet = await startBenchFleet(machines, services, surface);
  try {
    const ssh = recordingSsh(fleet);
    for (let round = 0; round < 10; round += 1) await auditFleet(fleet, ssh);
    ssh.close();
  } finally {
    await fleet.stop();
  }
  print(
    `peak memory of 10 audits of ${machines} x ${services}: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  );
}

/** The same again in a network namespace of its own, whose loopback delays each packet by 25 ms. */
function withLatency(script: string, machines: number, services: number, rounds: number) {
  const delay = 'ip link set lo up && tc qdisc add dev lo root netem delay 25ms';
  if (spawnSync('unshare', ['-n', 'sh', '-c', delay], { stdio: 'ignore' }).status !== 0)
    return print('with 50 ms of latency: not measured, needs root and a kernel with tc netem');
  print('with 50 ms of latency:');
  const args = [
    ...process.execArgv,
    script,
    '--no-latency',
    '--machines',
    `${machines}`,
    '--services',
    `${services}`,
    '--rounds',
    `${rounds}`,
  ];
  spawnSync('unshare', ['-n', 'sh', '-c', `${delay} && exec "$@"`, 'sh', process.execPath, ...args], {
    stdio: 'inherit',
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function median(numbers: number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? NaN;
}

function ratio(value: number): string {
  return `${value.toFixed(2)} x`;
}

function ms(value: number): string {
  return `${Math.round(value)} ms`.padStart(9);
}

function print(line: string) {
  process.stdout.write(`${line}\n`);
}
