import type { Workloads } from '../../facts/workloads/workloads.ts';
import { USED_CHECKOUTS } from './checkouts-script.ts';
import { parsePlaces } from './checkouts.ts';
import { CONTAINER_FACTS } from './containers-script.ts';
import { parseContainers } from './containers.ts';
import { JOB_FACTS } from './jobs-script.ts';
import { parseJobs } from './jobs.ts';
import { PLACES } from './machine-script.ts';
import { listeners } from '../listeners/listeners.ts';
import { seen } from '../../facts/observation.ts';
import type { MachineProbe, Section, Target } from '../probe.ts';

const fragments = {
  locations: PLACES,
  jobs: JOB_FACTS,
  used: USED_CHECKOUTS,
  containers: CONTAINER_FACTS,
};

/** All that runs on a machine, known to the manifest or not; only where the policy turns it on. */
export const unmanaged: MachineProbe<Workloads> = {
  name: 'unmanaged',
  wanted: (_service, machine) => machine.ssh && machine.unmanaged !== undefined,
  fragment: (target) =>
    Object.entries({ ...fragments, listeners: listeners.fragment(target) })
      .map(([name, sh]) => `echo 'part ${name}'\n(\n${sh}\n)\necho "end of part $?"\n`)
      .join(''),
  parse: (section, target) => seen(workloadsOf(section, target)),
};

function workloadsOf({ output, truncated }: Section, target: Target): Workloads {
  const parts = new Map<string, Section>();
  for (const [, name = '', text = '', status = ''] of output.matchAll(
    /^part ([a-z]+)\n([^]*?)^end of part (\d{1,3})$/gm,
  ))
    parts.set(name, { output: text, status: Number(status), truncated });
  const part = (name: keyof typeof fragments | 'listeners'): Section =>
    parts.get(name) ?? { output: '', status: 1, truncated: true };
  return {
    locations: part('locations').output,
    listeners: listeners.parse(part('listeners'), target),
    jobs: parseJobs(part('jobs')),
    used: parsePlaces(part('used')),
    containers: parseContainers(part('containers')),
  };
}
