import type { Container } from '../../facts/container.ts';
import type { Evidence } from '../guard/evidence.ts';
import { isWhole, linesOf, said, whyNotStart, wordsIn } from '../guard/common.ts';
import { refuse } from '../refusal.ts';
import { sudo } from './action.ts';
import type { Action } from './action.ts';

// moby's daemon/names: what a container may be called. It cannot begin with a dash, so it is never an option.
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

export const restartContainer: Action = {
  name: 'restart-container',
  title: 'restart the container',
  applies: ({ docker_service }) => docker_service !== null,
  plan({ finding, service, facts }) {
    const seen = facts.containers;
    if (!seen?.ok) return refuse('its containers could not be seen');
    const own = seen.value.services[service.name] ?? [];
    if (new Set(own.map(({ project }) => project)).size > 1)
      return refuse(
        'several compose projects have a service of this name, and it is unclear which one is meant',
      );
    const named = own.filter(({ name }) => name === finding.affects.container);
    const [container, second] = named.length > 0 ? named : own;
    if (container === undefined) return refuse('it has no container');
    if (second !== undefined) return refuse('it has several containers, and the finding does not say which');
    const { name, project, compose_service, image_ref, pid, state, engine, rootless, swarm } = container;
    if (!NAME.test(name)) return refuse('its name is not a valid docker name');
    if (swarm) return refuse('a swarm runs it, and replaces it itself: use docker service update --force');
    if (state === 'paused') return refuse('it is paused: unpause it yourself');
    return {
      argv: [...(rootless ? [] : sudo(service)), engine, 'restart', name],
      touches: [name, project, compose_service, image_ref].filter((text) => text !== null),
      pids: pid === null ? [] : [pid],
    };
  },
  surroundings(evidence) {
    const [id = ''] = said(evidence, 'container', 'id').map(bare);
    const running = linesOf(evidence, 'processes');
    if (!isWhole(evidence) || !/^[0-9a-f]{12,64}$/.test(id))
      return refuse('what it would start, and which containers share something with it, could not be seen');
    if (running.at(-1) !== 'all') return refuse('what runs in it could not be seen');
    const others = said(evidence, 'other containers', 'linked').map((row) => row.split('\t'));
    // They would lose the network, processes or memory that they joined, and would not recover by themselves.
    const joined = others.find((row) =>
      row.slice(2, 5).some((mode) => bare(mode).startsWith(`container:${id}`)),
    );
    if (joined)
      return refuse(
        `the container ${nameIn(joined)} shares its network or processes, and would go down with it`,
      );
    const [unknown] = said(evidence, 'other containers', 'unknown');
    if (unknown !== undefined) return refuse(`it needs the container ${unknown}, which is not there`);
    const marked = linesOf(evidence, 'container').find((line) => /^env .* trading$/.test(line));
    if (marked !== undefined)
      return refuse(
        `its variable ${bare(marked.slice(4).replace(/ trading$/, ''))} names a trading bot or something that belongs to one`,
      );
    const own = linesOf(evidence, 'container');
    const volume = said(evidence, 'container', 'volume').find((line) => line.endsWith(' unread'));
    if (volume !== undefined)
      return refuse(`its volume ${volume.replace(/ unread$/, '')} could not be read, so its type is unknown`);
    const touches = [
      ...own,
      ...others.flatMap((row) => [nameIn(row), row.join(' ')]),
      ...linesOf(evidence, 'programs'),
      ...running,
    ];
    return (
      whyNotStart(evidence) ?? { touches: [...touches, ...wordsIn(touches)], starts: [commandOf(evidence)] }
    );
  },
  interrupts: ({ name }) =>
    `${name} for as long as it takes to stop (10 s, then it is killed) and to start. Requests in flight are lost.`,
  check: 'the container runs, and its own health check has passed if it has one',
  settled(service, facts) {
    const own: Container[] = facts.containers?.ok
      ? (facts.containers.value.services[service.name] ?? [])
      : [];
    return own.some(({ state }) => state === 'running') && own.every(({ health }) => health !== 'starting');
  },
};

function bare(json: string | undefined): string {
  return (json ?? '').replaceAll(/^"|"$/g, '');
}

/** docker puts a slash before the name; podman and the manifest do not. */
function nameIn(row: readonly string[]): string {
  return bare(row[1]).replace(/^\//, '');
}

/** The command line as ps would show it. */
function commandOf(evidence: Evidence): string {
  const words = [...said(evidence, 'container', 'path'), ...said(evidence, 'container', 'args')];
  return words
    .join(' ')
    .replaceAll(/[[\]",\s]+/g, ' ')
    .trim();
}
