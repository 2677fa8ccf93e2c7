import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planFor, probe } from '../../src/audit/pipeline.ts';
import { comparing } from '../../src/comparison/index.ts';
import { createHttpClient } from '../../src/clients/http/http.ts';
import { resolveManifest } from '../../src/inventory/resolve.ts';
import { personScript } from '../compare/person-script.ts';
import { serviceName, serviceOn, startHealth } from '../surface.ts';
import { costOnMachine } from './cost.ts';
import type { Cost } from './cost.ts';

/**
 * What an audit costs the watched machine, compared with the script that a person would write for the same: processes
 * started there, and processor time. Needs root.
 */
export async function onMachine(counts: readonly number[]): Promise<void> {
  print('on one machine, whole surface: processes started there, and processor time');
  print('  services   driftwatch             a person’s script        ratio');
  const health = await startHealth();
  const costs: Cost[] = [];
  try {
    for (const services of counts) {
      const { own, person } = await measured(services, health.url);
      costs.push(own);
      const ratios = `${(own.processes / person.processes).toFixed(2)} x, ${(own.cpuMs / person.cpuMs).toFixed(2)} x`;
      print(`  ${String(services).padStart(8)}   ${shown(own)}   ${shown(person)}   ${ratios}`);
    }
  } finally {
    health.server.close();
  }
  const [large, small] = [costs.at(-1), costs.at(-2)];
  if (large && small)
    print(
      `  ${counts.at(-1)} services take ${(large.cpuMs / small.cpuMs).toFixed(2)} x the processor time of ${counts.at(-2)}`,
    );
}

async function measured(services: number, healthUrl: string): Promise<{ own: Cost; person: Cost }> {
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-bench-'));
  try {
    const numbers = [...Array(services).keys()];
    const { manifest } = resolveManifest({
      machines: { m0: { host: '127.0.0.1' } },
      services: numbers.map((number) => serviceOn(folder, 0, number, { surface: 'whole', healthUrl })),
    });
    const names = numbers.map((number) => serviceName(0, number));
    const cost = (name: string, script: string) => {
      writeFileSync(join(folder, name), script);
      return costOnMachine(join(folder, name), names);
    };
    const person = personScript(manifest.services);
    return { own: await cost('own.sh', await composed(manifest)), person: await cost('person.sh', person) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The script that an audit would have a machine run. */
async function composed(manifest: ReturnType<typeof resolveManifest>['manifest']): Promise<string> {
  let script = '';
  const http = createHttpClient();
  const clients = {
    http,
    ssh: {
      async run(_: unknown, run: { script: string }) {
        script = run.script;
        return 'closed' as const;
      },
      close() {},
    },
    repository: () => fail('no service of the bench has a repository'),
  };
  const tools = { clients, comparing, sshUser: 'root', sshConcurrency: 1, now: Date.now };
  await probe(planFor(manifest, { services: manifest.services, only: 'all' }, tools), tools);
  await http.close();
  return script === '' ? fail('no script was composed') : script;
}

function shown({ processes, cpuMs }: Cost): string {
  return `${String(processes).padStart(5)}, ${cpuMs.toFixed(0).padStart(5)} ms     `;
}

function fail(what: string): never {
  throw new Error(what);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
