import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Keyv } from 'keyv';
import { audit } from '../../src/audit/audit.ts';
import { createHttpClient } from '../../src/clients/http/http.ts';
import { createRecorder } from '../../src/audit/recorder.ts';
import { createHistory } from '../../src/store/history.ts';
import { createLedger } from '../../src/store/create-ledger.ts';
import { recordingSsh } from '../compare/contenders.ts';
import { startBenchFleet } from '../compare/fleet.ts';
import { costOnMachine } from '../machine/cost.ts';
import { comparing } from '../../src/comparison/index.ts';

type Options = { machines: number; services: number; watches: number };

const INTERVAL_S = 120;
const MB = 1024 * 1024;

/**
 * `npm run bench -- --watch`: what a watch costs in the bot, on warm connections and from manifest to memory, and what its
 * script costs on one machine, compared with the script of a full audit.
 */
export async function watch({ machines, services, watches }: Options): Promise<void> {
  const fleet = await startBenchFleet(machines, services, 'whole');
  for (const service of fleet.manifest.services) service.watch = true;
  const ssh = recordingSsh(fleet);
  const http = createHttpClient();
  const clients = { ssh, http, repository: () => fail('no service of the bench has a repository') };
  const memory = {
    ledger: createLedger(new Keyv(), fail),
    history: createHistory(new Keyv(), fail),
  };
  const recorder = createRecorder({
    ...memory,
    messagesOf: (_, living) => ({ messages: [], living }),
    timezone: 'UTC',
    now: Date.now,
    warning: async () => null,
    moves: true,
    onStored() {},
  });
  const tools = { clients, sshUser: 'root', comparing, sshConcurrency: 32, now: Date.now };
  const look = async (only: 'all' | 'watch') => {
    const request = { trigger: 'watch', service: null, machine: null, only } as const;
    await audit(fleet.manifest, request, { ...tools, record: recorder.begin() }, () => {});
  };
  const script = async (only: 'all' | 'watch') => {
    await look(only);
    const path = join(fleet.folder, `${only}.sh`);
    const port = fleet.manifest.machines[0]?.port ?? 0;
    writeFileSync(path, ssh.scripts.get(port) ?? fail('no script'));
    return await costOnMachine(path);
  };
  try {
    const full = await script('all');
    const one = await script('watch');
    for (let round = 0; round < 20; round += 1) await look('watch');
    const early = heap();
    const before = process.cpuUsage();
    for (let round = 0; round < watches; round += 1) await look('watch');
    const used = process.cpuUsage(before);
    const seconds = (used.user + used.system) / 1e6 / watches;
    print(`${machines} machines x ${services} watched services, ${watches} watches on warm connections`);
    print(
      `  in the bot: ${(seconds * 1000).toFixed(0)} ms of processor a watch, ${percent(seconds)} of one core at the default interval`,
    );
    print(
      `  on a machine: ${one.processes} processes and ${one.cpuMs.toFixed(0)} ms of processor a watch, ${percent(one.cpuMs / 1000)} of one core;`,
    );
    print(
      `    a full audit there: ${full.processes} processes and ${full.cpuMs.toFixed(0)} ms; the watch is ${(one.cpuMs / full.cpuMs).toFixed(2)} x`,
    );
    print(
      `  heap after 20 watches ${(early / MB).toFixed(1)} MB, after ${20 + watches} ${(heap() / MB).toFixed(1)} MB`,
    );
  } finally {
    ssh.close();
    await http.close();
    await fleet.stop();
  }
}

function percent(secondsAWatch: number): string {
  return `${((secondsAWatch / INTERVAL_S) * 100).toFixed(2)} %`;
}

/** Bytes in use, without what is garbage. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
}

function fail(what: string): never {
  throw new Error(what);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
