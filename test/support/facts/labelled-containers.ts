import { compare } from '../comparison/compare.ts';
import type { Service } from '../../../src/inventory/manifest.ts';
import { observeMachine } from '../../../src/probes/observe-machine.ts';
import { seen } from '../../../src/facts/observation.ts';
import { scene } from '../clients/ssh-scene.ts';
import type { Dockerd } from '../servers/dockerd.ts';
import { aMachine, aRelease, aService, aPosition } from './observed.ts';
import { limits, requestFor } from '../probes/machine-scene.ts';

/** The commit that the service's repository knows, as its head. */
export const known = 'a3f8c21b9d1e44a3f8c21b9d1e44a3f8c21b9d1e';
const foreign = '0123456789abcdef0123456789abcdef01234567';
const repo = 'knox/shop';
const key = 'org.opencontainers.image';
const scratch = ['FROM scratch', 'COPY busybox /bin/busybox'];
const command = 'CMD ["/bin/busybox","sleep","600"]';

/** Images on a base that carries the labels of another repository, and a container of each. */
export async function populateLabelled(engine: Dockerd): Promise<void> {
  const { prefix } = engine;
  const build: Dockerd['build'] = async (...args) => await engine.build(...args);
  const docker = async (...args: string[]) => await engine.docker(...args);
  const label = (name: string, value: string) => `LABEL ${key}.${name}=${value}`;
  const others = [label('revision', foreign), label('source', 'https://github.com/other/base')];
  await build(`${prefix}-bare`, [...scratch, command].join('\n'));
  await build(`${prefix}-base`, [...scratch, ...others].join('\n'));
  const from = async (name: string, ...lines: string[]) =>
    await build(`${prefix}-${name}`, [`FROM ${prefix}-base`, command, ...lines].join('\n'));
  await from('inherits');
  await from('names', label('revision', known), label('source', 'git@github.com:Knox/Shop.git'));
  await from('claims', label('revision', 'b'.repeat(40)), label('source', 'ssh://git@github.com/knox/shop'));
  await from('relabels', label('revision', 'c'.repeat(40)));
  for (const name of ['inherits', 'names', 'claims', 'relabels'])
    await docker('run', '-d', '--network', 'none', '--name', `${prefix}-${name}`, `${prefix}-${name}`);
}

/** What an audit over SSH says of one service without an endpoint, in containers of this engine. */
export async function auditedIn(
  engine: Dockerd,
  docker_service: string,
  over: Partial<Service> = {},
  environment: Record<string, string> = {},
) {
  const { sshd, client } = await scene({ environment: { DOCKER_HOST: engine.host, ...environment } });
  const machines = [aMachine({ name: 'box', host: sshd.host, port: sshd.port })];
  // Its container's name is this engine's alone: what other tests run on this machine bears the names of the scene.
  const own = { name: docker_service, machine: 'box', repo, endpoints: [], docker_service };
  const services = [aService({ ...own, ...over })];
  const target = { machine: machines[0]!, services };
  const box = await observeMachine(client, requestFor(sshd, { target }), {
    ...limits,
    sectionMs: 60_000,
    machineMs: 120_000,
  });
  const positions = {
    [known]: seen(aPosition({ state: 'identical', behind: 0 })),
    ...Object.fromEntries(
      [foreign, 'b'.repeat(40), 'c'.repeat(40)].map((sha) => [
        sha,
        seen({ state: 'unknown_commit' as const }),
      ]),
    ),
  };
  const releases = { [`${repo}#main`]: seen(aRelease({ positions })) };
  const observations = { machines: { box }, health: {}, releases };
  const now = Date.now();
  const {
    findings,
    gaps,
    services: states,
  } = compare({ machines, services, inventory: services, observations, only: 'all', now });
  const types = findings.map(({ type }) => type).filter((type) => type !== 'health_missing');
  return { types, findings, gaps, running_sha: states[0]?.running_sha, facts: box.facts.containers };
}
