import type { Container } from '../../probes/container.ts';
import { curedByRestart, refuse, sudo } from './action.ts';
import type { Action } from './action.ts';

// moby's daemon/names: what a container may be called. It cannot begin with a dash, so it is never an option.
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;
const ROW = /^container "([^"]*)" "([^"]*)" "([^"]*)" (.*)$/;

export const restartContainer: Action = {
  name: 'restart-container',
  title: 'restart the container',
  answers: [...curedByRestart, 'container_unhealthy', 'container_not_running'],
  applies: ({ docker_service }) => docker_service !== null,
  plan({ finding, service, facts }) {
    const seen = facts.containers;
    if (!seen?.ok) return refuse('its containers could not be seen');
    const own = seen.value.services[service.name] ?? [];
    if (new Set(own.map(({ project }) => project)).size > 1)
      return refuse('several compose projects have a service of this name, and which is meant is open');
    const named = own.filter(({ name }) => name === finding.evidence['container']);
    const [container, second] = named.length > 0 ? named : own;
    if (container === undefined) return refuse('it has no container');
    if (second !== undefined) return refuse('it has several containers, and the finding does not say which');
    const { name, project, compose_service, image_ref, pid, state, engine, rootless, swarm } = container;
    if (!NAME.test(name)) return refuse('its name is none that docker gives');
    if (swarm) return refuse('a swarm runs it, and replaces it itself: use docker service update --force');
    if (state === 'paused') return refuse('somebody froze it: unpause it by hand');
    return {
      argv: [...(rootless ? [] : sudo(service)), engine, 'restart', name],
      touches: [name, project, compose_service, image_ref].filter((text) => text !== null),
      pids: pid === null ? [] : [pid],
    };
  },
  // Containers that join another's network, processes or memory lose them when it restarts. What runs in it is asked of
  // the engine too: where that stands in a virtual machine, the process table does not show it.
  surroundings(_, { argv }) {
    const engine = argv.slice(0, -2).join(' ');
    const fields = [
      '.Id',
      '.Name',
      '.State.Status',
      '.HostConfig.NetworkMode',
      '.HostConfig.PidMode',
      '.HostConfig.IpcMode',
    ];
    const format = `container ${fields.map((field) => `{{json ${field}}}`).join(' ')}`;
    return `ids=$(${engine} ps --all --quiet --no-trunc) && [ -n "$ids" ] &&
${engine} container inspect --format '${format}' $ids && echo all &&
${engine} top ${argv.at(-1) ?? ''} && echo top`;
  },
  readSurroundings(printed, { argv }) {
    const name = argv.at(-1) ?? '';
    const lines = printed.trim().split('\n');
    const end = lines.indexOf('all');
    const rows = lines.slice(0, Math.max(end, 0)).flatMap((line) => {
      const [, id, called, status, modes] = ROW.exec(line) ?? [];
      return id === undefined ? [] : [{ id, name: called?.replace(/^\//, ''), status, modes: modes ?? '' }];
    });
    const own = rows.find((row) => row.name === name);
    if (!own) return refuse('whether other containers share its network could not be seen');
    const joined = rows.find(
      ({ modes }) => modes.includes(`"container:${own.id}`) || modes.includes(`"container:${name}"`),
    );
    if (joined)
      return refuse(
        `the container ${joined.name} shares its network or processes, and would go down with it`,
      );
    if (own.status === 'running' && lines.at(-1) !== 'top')
      return refuse('what runs in it could not be seen');
    return { touches: lines.slice(end + 1).filter((line) => line !== 'top') };
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
