import { aCandidate, tellingName } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import type { FoundContainer } from '../../facts/workloads/workloads.ts';

type Picked = { candidates: Candidate[]; left: string[] };

/** The running containers, each compose service once. Stopped ones are left out: it is not known whether they should run. */
export function fromContainers(containers: readonly FoundContainer[]): Picked {
  const picked: Picked = { candidates: [], left: [] };
  const groups = Map.groupBy(containers, ({ project, service, swarm, name }) =>
    service === null && swarm === null ? name : JSON.stringify([project, service, swarm]),
  );
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    const live = group.filter(({ state }) => /^(?:running|restarting|paused)$/.test(state));
    const regular = live.filter(({ oneoff, pod }) => !oneoff && pod === null);
    if (regular.length > 0) picked.candidates.push(candidateOf(regular, containers));
    else picked.left.push(`container ${first.name}: ${reasonOf(first, live.length > 0)}`);
  }
  return picked;
}

function reasonOf({ oneoff, pod, state, exit_code }: FoundContainer, lives: boolean): string {
  if (lives && pod !== null) return `belongs to the Kubernetes pod ${pod}`;
  if (lives && oneoff) return 'made by docker compose run, not the service itself';
  const status = state === 'exited' ? ` with status ${exit_code ?? 'unknown'}` : '';
  return `does not run (${state}${status}): add it if it should`;
}

function candidateOf(group: FoundContainer[], all: readonly FoundContainer[]): Candidate {
  const [first] = group;
  if (!first) throw new Error('a group has a container');
  const { project, service, image, ref, folder, source } = first;
  const compose = service === null ? null : `of compose project ${project ?? 'unknown'}`;
  const files = first.files === null ? '' : ` (${first.files})`;
  const built = first.built_here || isComposeBuild(first);
  const name = composeName(first, all);
  return aCandidate({
    name: name.telling,
    what: `Container ${first.name}${compose === null ? '' : ` ${compose}${files}`}, image ${ref ?? image}${built ? ', built on the machine' : ''}.`,
    docker_service: name.address,
    roots: group.flatMap(({ pid }) => (pid !== null && pid !== undefined && pid > 0 ? pid : [])),
    published: [...new Set(group.flatMap(({ ports }) => ports))],
    image: { ref: ref ?? image, built_here: built, source, folder },
    mentions: [first.name, project ?? ''],
    notes: [
      ...(group.length > 1 ? [`${group.length} of its containers run`] : []),
      ...(first.state === 'running' ? [] : [`it is ${first.state} now`]),
    ],
  });
}

/** Its name for the manifest (probes/containers.ts: a container's own name wins, then `service`, `project-service`). */
function composeName(
  first: FoundContainer,
  all: readonly FoundContainer[],
): { address: string; telling: string } {
  const { project, service, swarm } = first;
  // Each task gets a new name.
  const name = swarm ?? first.name;
  if (service === null) return { address: name, telling: name };
  const others = all.filter((each) => each.project !== project || each.service !== service);
  const means = (address: string) =>
    others.some(
      (each) =>
        each.name === address ||
        (each.service !== null &&
          [each.service, `${each.project}-${each.service}`, `${each.project}_${each.service}`].includes(
            address,
          )),
    );
  const telling = tellingName(service, project);
  const twice = others.some((each) => each.service === service);
  const address = [service, `${project}-${service}`].find((each) => !means(each)) ?? name;
  return { address, telling: twice && project !== null ? `${project}-${service}` : telling };
}

/** compose names what it builds itself after project and service. */
function isComposeBuild({ ref, project, service }: FoundContainer): boolean {
  return (
    service !== null && [`${project}-${service}`, `${project}_${service}`].includes(ref?.split(':')[0] ?? '')
  );
}
