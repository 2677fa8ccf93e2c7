import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { builtProgram } from '../built/program.ts';
import { testFolder } from '../machines/folder.ts';
import { which } from '../machines/system.ts';
import type { Dockerd } from '../servers/dockerd.ts';
import { keyText } from '../sites/keys.ts';
import { composeProject } from './compose-project.ts';
import { aFleet } from './fleet.ts';
import { programsImage } from './programs-image.ts';

const Network = z.tuple([
  z.object({ IPAM: z.object({ Config: z.tuple([z.object({ Gateway: z.string() })]) }) }),
]);
const Containers = z.array(
  z.object({
    Name: z.string(),
    RestartCount: z.int(),
    State: z.object({ Pid: z.int(), Health: z.object({ Status: z.string() }) }),
  }),
);

/** Looks often: compose.yaml and the Dockerfile look three times a minute. */
const often = { healthcheck: { interval: '1s' } };

/**
 * The profile `site` of compose.yaml: Redis, bot and worker in a network of their own, with a fleet on this machine's
 * end of it. Valkey is Debian's Redis, and the program is what this run has built.
 */
export async function aSiteInCompose(engine: Dockerd) {
  const folder = await testFolder();
  const network = `${engine.prefix}-site`;
  await engine.docker('network', 'create', network);
  const [{ IPAM }] = Network.parse(JSON.parse(await engine.docker('network', 'inspect', network)));
  const fleet = await aFleet(folder, { address: IPAM.Config[0].Gateway, site: 'home' });
  const queue = { 'valkey-server': 'redis-server', 'valkey-cli': 'redis-cli' };
  const images = await Promise.all([
    programsImage(engine, 'queue', programs(queue), ['USER 999', 'WORKDIR /data']),
    programsImage(engine, 'program', programs({ node: process.execPath }), dockerfile()),
  ]);
  const program = { image: images[1], volumes: await installed(), ...often };
  const services = { redis: { image: images[0], ...often }, driftwatch: program, worker: program };
  const networks = { default: { external: { name: network } } };
  const keys = { QUEUE_URL: 'redis://redis:6379', SITE_KEY: keyText() };
  const environment = { ...fleet.environment, ...keys };
  const compose = await composeProject(engine, folder, { services, networks }, environment);
  const run = async (...command: string[]) => await compose('--profile', 'site', ...command);
  onTestFinished(async () => {
    await run('down', '--volumes', '--timeout', '1');
    await engine.docker('network', 'rm', network);
  });
  const names = Object.keys(services).map((service) => [service, `${engine.prefix}_${service}_1`] as const);
  /** service -> how it runs */
  async function states() {
    const inspected = await engine.docker('inspect', ...names.map(([, name]) => name));
    const found = Containers.parse(JSON.parse(inspected));
    const states = names.flatMap(([service, container]) =>
      found
        .filter(({ Name }) => Name === `/${container}`)
        .map(
          ({ RestartCount: restarts, State: { Pid: pid, Health } }) =>
            [service, { health: Health.Status, restarts, pid }] as const,
        ),
    );
    return Object.fromEntries(states);
  }
  return { run, states, fleet };
}

function programs(wanted: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted).map(([to, from]) => [
      `/usr/bin/${to}`,
      from.startsWith('/') ? from : (which(from) ?? ''),
    ]),
  );
}

/** What the Dockerfile says of how the image is run. */
function dockerfile(): string[] {
  const [, last = ''] = readFileSync('Dockerfile', 'utf8').split('\nFROM ${BASE}\n');
  const lines = last.replaceAll(/\\\n/g, ' ').split('\n');
  const kept = lines.filter((line) => /^(?:ENV|HEALTHCHECK|ENTRYPOINT|CMD|WORKDIR) /.test(line));
  return [...kept, 'USER 1000:1000'];
}

async function installed(): Promise<string[]> {
  const dist = join((await builtProgram()).at(-1) ?? '', '..');
  const parts = ['bin', 'package.json', 'node_modules'].map((part) => `${resolve(part)}:/app/${part}:ro`);
  return [`${dist}:/app/dist:ro`, ...parts];
}
