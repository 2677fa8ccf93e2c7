import { aCandidate, tellingName } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import type { FoundJob } from '../../facts/workloads/workloads.ts';

type Picked = { candidates: Candidate[]; left: string[] };

/** The operator's own units and jobs that something starts. A unit that starts a container is left to the container. */
export function fromJobs(jobs: readonly FoundJob[], containers: readonly Candidate[]): Picked {
  const picked: Picked = { candidates: [], left: [] };
  for (const job of jobs.filter(({ vendor }) => !vendor)) {
    const active = /^(?:active|activating|reloading|failed|running|spawn)/.test(job.state);
    if (!active && !job.enabled) {
      picked.left.push(`${job.name}: ${job.state}, and nothing starts it (${job.file})`);
      continue;
    }
    const name = nameOf(job);
    const engine = /\/(?:docker|docker-compose|podman|podman-compose)$/.test(job.program ?? '');
    const container = engine ? containers.find((each) => each.name === name) : undefined;
    if (container) container[job.manager === 'systemd' ? 'systemd_unit' : 'launchd_label'] = job.name;
    else if (engine) picked.left.push(`${job.name}: starts containers, which are listed separately`);
    else picked.candidates.push(candidateOf(job, name));
  }
  const vendors = jobs.filter(({ vendor }) => vendor).length;
  if (vendors > 0)
    picked.left.push(`${vendors} ${vendors === 1 ? 'job' : 'jobs'} of the system and its packages`);
  return picked;
}

function candidateOf(job: FoundJob, name: string): Candidate {
  const systemd = job.manager === 'systemd';
  const kind = systemd
    ? `systemd unit of the ${job.domain === 'user' ? "SSH user's" : "system's"} manager`
    : 'launchd job';
  return aCandidate({
    name,
    what: `${job.name}, a ${kind} (${job.file}), ${job.state}.`,
    systemd_unit: systemd ? job.name : null,
    launchd_label: systemd ? null : job.name,
    roots: job.pid === null ? [] : [job.pid],
    folder: job.folder === '/' ? null : job.folder,
    instances: job.lasting && job.pid !== null && job.state.startsWith('active') ? 1 : null,
    mentions: [job.name],
    notes: job.pid === null ? ['it has no process now'] : [],
  });
}

/** `shiva` of shiva.service and of com.knox.shiva. */
function nameOf({ manager, name }: FoundJob): string {
  if (manager === 'systemd') return name.replace(/\.service$/, '');
  const parts = name.split('.');
  return tellingName(parts.at(-1) || name, parts.at(-2) ?? null);
}
