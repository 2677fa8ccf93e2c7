import type { Service } from '../../../inventory/manifest.ts';
import { loopOf } from '../jobs/job-loop.ts';
import { unitProblem } from '../jobs/unit-problem.ts';
import { jobOf } from '../processes/named-pids.ts';
import { ageOfJob } from '../processes/running-process.ts';
import type { Situation } from '../../rule.ts';

/**
 * What systemd says of the unit that makes a container, as a quadlet or `podman run --rm` in a unit does: there is a container
 * only while the unit runs. `reported`: the unit is down or keeps restarting, which is the finding. `starting`: it may still be
 * pulling the image. `ended`: its last run ended well.
 * @returns null if there is no such unit, it was not read, or it says that it runs
 */
export function unitBehind(situation: Situation, service: Service): 'reported' | 'starting' | 'ended' | null {
  const job = jobOf(situation, service);
  if (job?.manager !== 'systemd') return null;
  if (!job.loaded || unitProblem(job) || loopOf(job, ageOfJob(situation, service))) return 'reported';
  if (job.unit?.active === 'activating') return 'starting';
  return job.unit?.active === 'inactive' && job.result === 'success' ? 'ended' : null;
}
