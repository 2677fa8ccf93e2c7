import { z } from 'zod';
import type { Container, Containers } from '../../facts/container.ts';
import { parsed, Text } from './containers-images.ts';
import type { Step } from './containers-images.ts';

const SwarmLine = z.object({ name: z.string(), mode: Text, replicas: Text });

/** `3/3`, `2/3 (max 1 per node)`, and of jobs, which are done where all have completed, `0/1 (1/1 completed)`. */
export function swarmOf(steps: Map<string, Step>): Containers['swarm'] {
  const step = steps.get('swarm');
  const rows = step?.status === 0 ? step.lines.filter((line) => line.startsWith('swarm ')) : [];
  return Object.fromEntries(
    rows.flatMap((row) => {
      const line = parsed(SwarmLine, row, 'swarm');
      const [, running, wanted] = /^(\d{1,9})\/(\d{1,9})(?: |$)/.exec(line?.replicas ?? '') ?? [];
      if (!line || wanted === undefined || line.name in Object.prototype) return [];
      const job = line.mode?.includes('job') === true;
      return [[line.name, { running: Number(running), wanted: Number(wanted), job }] as const];
    }),
  );
}

/**
 * Why a machine of a swarm did not tell of its services; null if it did, or is of no swarm. A worker, and a manager without a
 * quorum, cannot know where the tasks run: a drained node has none, while all of them run elsewhere. The words are moby's
 * (daemon/cluster/errors.go); of a machine without a swarm it says to use `docker swarm init`.
 */
export function swarmUnread(steps: Map<string, Step>, listed: readonly Container[]): string | null {
  const step = steps.get('swarm');
  if (!step || step.status === 0) return null;
  const said = step.lines.join(' ');
  if (/worker nodes can't be used/i.test(said)) return 'this machine is no manager of its swarm';
  if (/does not have a leader|too few managers|needs to be unlocked/i.test(said))
    return 'the managers of its swarm do not work';
  // sudo may allow the other commands only.
  return listed.some(({ swarm }) => swarm !== null) ? 'its swarm did not list its services' : null;
}
