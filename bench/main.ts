import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

// npm run bench [-- --machines 20 --services 10 --rounds 5 --processes]: audits compared with what a person would do by hand, and
//   what both cost the machines; every figure is a ratio to a peer of the same run. --processes: a smaller surface.
// npm run bench -- --on-machine: only what they cost a machine.
// npm run bench -- --watch: what a watch costs the bot and a machine.
// npm run bench -- --watch-latency [--interval 2m]: from the start of a second copy until people are told.
// npm run bench -- --prompt [--rounds 9]: how long a person waits at the prompt.
// npm run bench -- --scale [--machines 200 --drifting 20 --rounds 3 --checkout --profile FOLDER]: the bot over a
//   recorded fleet, as it is installed; --checkout: as npm start runs it.

const { values } = parseArgs({
  options: {
    machines: { type: 'string' },
    services: { type: 'string', default: '10' },
    rounds: { type: 'string' },
    scale: { type: 'boolean', default: false },
    sites: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    'watch-latency': { type: 'boolean', default: false },
    'on-machine': { type: 'boolean', default: false },
    interval: { type: 'string', default: '2m' },
    prompt: { type: 'boolean', default: false },
    checkout: { type: 'boolean', default: false },
    drifting: { type: 'string', default: '20' },
    profile: { type: 'string' },
    memory: { type: 'boolean', default: false },
    processes: { type: 'boolean', default: false },
    'no-latency': { type: 'boolean', default: false },
  },
});
const usual = values.sites
  ? { machines: '1000', rounds: '3' }
  : values.scale
    ? { machines: '200', rounds: '3' }
    : { machines: '20', rounds: '5' };
const { machines: machineCount = usual.machines, rounds: roundCount = usual.rounds } = values;
const [machines, services, rounds] = [machineCount, values.services, roundCount].map(Number);
if (!machines || !services || !rounds)
  throw new Error('--machines, --services and --rounds take numbers from 1');
const surface = values.processes ? ('processes' as const) : ('whole' as const);
const size = { machines, services, rounds, surface };
if (values.prompt) {
  const { prompt } = await import('./prompt/prompt.ts');
  await prompt({ rounds: Number(values.rounds ?? 9) });
} else if (values.scale) {
  // loads the whole bot, which the memory of an audit is measured without
  const { scale } = await import('./scale/scale.ts');
  await scale({
    machines,
    drifting: Number(values.drifting),
    rounds,
    profile: values.profile ?? null,
    checkout: values.checkout,
  });
} else if (values.sites) {
  const { sites } = await import('./sites/sites.ts');
  await sites({ machines, rounds, profile: values.profile ?? null });
} else if (values.watch) {
  const { watch } = await import('./watch/watch.ts');
  await watch({ machines: 20, services: 2, watches: Number(values.rounds ?? 480) });
} else if (values['watch-latency']) {
  const { latency } = await import('./watch/latency.ts');
  await latency({ copies: 20, interval: values.interval });
} else if (values['on-machine']) {
  const { onMachine } = await import('./machine/on-machine.ts');
  await onMachine([1, 10, 20]);
} else {
  const { compare, memory, withLatency } = await import('./compare/compare.ts');
  if (values.memory) await memory(size);
  else {
    await compare(size);
    if (!values['no-latency']) {
      const [, script = ''] = process.argv;
      const again = (args: string[]) =>
        spawnSync(process.execPath, [...process.execArgv, script, ...args], { stdio: 'inherit' });
      again(['--on-machine']);
      again(['--memory', '--machines', '20', '--services', String(services)]);
      withLatency(script, ['--no-latency', ...process.argv.slice(2)]);
    }
  }
}
