import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Job } from '../../../facts/job.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { loopOf } from '../../readings/jobs/job-loop.ts';
import { launchdProblem } from '../../readings/jobs/launchd-problem.ts';
import type { ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { ageOfJob } from '../../readings/processes/running-process.ts';
import { advised, place, restartAdvice } from '../../sentences.ts';
import { unitProblem } from '../../readings/jobs/unit-problem.ts';

/** The job manager has loaded the service's job, and the job works. */
export const job: ServiceRule = {
  name: 'job',
  types: ['job_failed', 'job_not_loaded'],
  when: 'watch',
  judgeService: (situation, service) =>
    service.launchd_label === null && service.systemd_unit === null ? {} : judgeService(situation, service),
};

function judgeService(situation: Situation, service: Service): ServiceJudgement {
  const fact = situation.observations.machines[service.machine]?.facts.jobs;
  // probe-failed reports a lost section.
  if (fact && !fact.ok) return { deviations: [], gaps: [] };
  const observed = fact?.value[service.name];
  if (!observed?.ok) {
    const detail = observed ? quotable(observed.detail) : 'the job manager was not read';
    return { deviations: [], gaps: [{ of: 'job', fact: 'job', detail }] };
  }
  const { value } = observed;
  const deviation = value.loaded ? failureOf(situation, service, value) : notLoaded(service, value);
  return { deviations: deviation ? [deviation] : [], gaps: [] };
}

function notLoaded(service: Service, job: Job): ServiceDeviation {
  const state = job.state === null ? 'not loaded' : quotable(job.state, 40);
  const { why, cure } = job.manager === 'launchd' ? absentLabel(job) : absentUnit(job, state);
  return {
    ...base(job),
    type: 'job_not_loaded',
    ...advised(
      `${place(service)} is not loaded: ${why}. Nothing restarts it when it exits.`,
      restartAdvice(service, cure),
    ),
    expected: 'loaded',
    actual: state,
    evidence: evidenceOf(job),
  };
}

function absentLabel({ name }: Job) {
  return {
    why: `launchd does not have the job ${name}, neither for the system nor for the SSH user`,
    cure: 'Check that its plist is in place, then bootstrap it (`launchctl bootstrap`).',
  };
}

/** A unit without its file, or masked, may still run until it ends. */
function absentUnit({ name, unit }: Job, state: string) {
  const runs = unit?.active === 'active' ? ', though it still runs' : '';
  if (state === 'masked')
    return {
      why: `systemd has the unit ${name} masked, so that nothing can start it${runs}`,
      cure: `Find out who masked it, then run \`systemctl unmask ${name}\` and start it.`,
    };
  if (unit && state !== 'not-found') {
    const error = unit.load_error === null ? '' : `, ${quotable(unit.load_error, 200)}`;
    return {
      why: `systemd cannot read the unit file of ${name} (${state}${error})${runs}`,
      cure: `Fix it (\`systemd-analyze verify ${name}\`), then run \`systemctl daemon-reload\` and start it.`,
    };
  }
  const where = runs === '' ? ', neither for the system nor for the SSH user' : runs;
  return {
    why: `systemd does not have the job ${name}${where}`,
    cure: 'Check that its unit file is in place, reload systemd (`systemctl daemon-reload`), then enable it.',
  };
}

function failureOf(situation: Situation, service: Service, job: Job): ServiceDeviation | null {
  // One finding per cause: restart-loop reports a job that keeps restarting.
  if (loopOf(job, ageOfJob(situation, service))) return null;
  const problem = job.manager === 'launchd' ? launchdProblem(job) : unitProblem(job);
  if (!problem) return null;
  const { is, since, cure, expected, actual } = problem;
  return {
    ...base(job),
    type: 'job_failed',
    ...advised(
      `${place(service)} ${is}: ${job.manager}'s job ${job.name} ${since}.`,
      restartAdvice(service, cure),
    ),
    expected,
    actual,
    evidence: evidenceOf(job),
  };
}

function base({ manager, name }: Job) {
  return { property: `${manager} job ${name}` };
}

function evidenceOf({ manager, name, loaded, domain, pid, pids, ...job }: Job): ServiceDeviation['evidence'] {
  const quoted = (text: string | null | undefined) => (text ? quotable(text) : null);
  const kept = { manager, name, loaded, domain, pid, last_exit: job.last_exit, restarts: job.restarts };
  const base = { ...kept, state: quoted(job.state), result: quoted(job.result), processes: pids.length };
  if (job.launchd) return { ...base, runs: job.launchd.runs, keep_alive: job.launchd.keep_alive };
  const { unit } = job;
  if (!unit) return base;
  const started = { type: quoted(unit.type), enabled: quoted(unit.file_state), started_at: unit.started_at };
  return { ...base, ...started, control_group: quoted(job.control_group) };
}
