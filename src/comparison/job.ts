import type { Service } from '../inventory/manifest.ts';
import { quotable } from '../observed-text.ts';
import type { Job } from '../probes/job.ts';
import type { Deviation } from '../report/finding.ts';
import { byService } from './by-service.ts';
import type { Judgement, Rule, Situation } from './rule.ts';
import { counted, place, restartAdvice } from './sentences.ts';

/** The job manager has the service's job, and its last run did not end badly. */
export const job: Rule = {
  name: 'job',
  types: ['job_failed', 'job_not_loaded'],
  when: 'watch',
  ...byService((situation, service) =>
    service.launchd_label === null && service.systemd_unit === null ? {} : judgeService(situation, service),
  ),
};

function judgeService(situation: Situation, service: Service): Judgement {
  const fact = situation.observations.machines[service.machine]?.facts.jobs;
  // A section that was lost is probe-failed's gap.
  if (fact && !fact.ok) return { deviations: [], gaps: [] };
  const observed = fact?.value[service.name];
  if (!observed?.ok) {
    const detail = observed ? quotable(observed.detail) : 'the job manager was not asked';
    return { deviations: [], gaps: [{ service: service.name, fact: 'job', detail }] };
  }
  const deviation = observed.value.loaded
    ? failureOf(service, observed.value)
    : notLoaded(service, observed.value);
  return { deviations: deviation ? [deviation] : [], gaps: [] };
}

function notLoaded(service: Service, job: Job): Deviation {
  const state = job.state === null ? 'not loaded' : quotable(job.state, 40);
  const why = job.manager === 'systemd' && state !== 'not-found' ? ` (${state})` : '';
  const cure =
    job.manager === 'launchd'
      ? 'Check that its plist is in place, then bootstrap it (launchctl bootstrap).'
      : 'Check that its unit file is in place, reload systemd (systemctl daemon-reload), then enable it.';
  return {
    ...base(service, job),
    type: 'job_not_loaded',
    summary: `${place(service)} is not loaded: ${job.manager} does not have the job ${job.name}${why}, neither for the system nor for the SSH user. Nothing starts it again when it ends. ${restartAdvice(service, cure)}`,
    expected: 'loaded',
    actual: state,
    evidence: evidenceOf(job),
  };
}

/**
 * No process and a bad exit. What launchd remembers of an earlier end (-9, -15) says nothing of a job that runs, and
 * a job that ended well is one that has nothing to do now: a timer's, a oneshot.
 */
function failureOf(service: Service, job: Job): Deviation | null {
  if (job.pid !== null || !endedBadly(job)) return null;
  const state = job.state === null ? '' : `, state ${quotable(job.state, 60)}`;
  const result = job.result === null ? '' : `, result ${quotable(job.result, 40)}`;
  const restarts = job.restarts ? `, restarted ${counted(job.restarts, 'time')} by itself` : '';
  const log = job.manager === 'systemd' ? `journalctl -u ${job.name}` : 'the log that its plist names';
  return {
    ...base(service, job),
    type: 'job_failed',
    summary: `${place(service)} has failed: ${job.manager}'s job ${job.name} has no process, and its last run ended with ${exitText(job.last_exit)}${state}${result}${restarts}. ${restartAdvice(service, `Read ${log}, then start it.`)}`,
    expected: 'running, or ended well',
    actual: exitText(job.last_exit),
    evidence: evidenceOf(job),
  };
}

/** systemd judges by itself which exits are good (SuccessExitStatus=, a stop that was asked for); launchd does not. */
function endedBadly({ manager, last_exit, state, result }: Job): boolean {
  if (manager === 'launchd') return last_exit !== null && last_exit !== 0;
  const failed = state?.startsWith('failed') === true;
  const retrying = state === 'activating (auto-restart)' && result !== null && result !== 'success';
  return failed || retrying;
}

function exitText(exit: number | null): string {
  if (exit === null) return 'an unknown status';
  return exit < 0 ? `signal ${-exit}` : `status ${exit}`;
}

function base(service: Service, { manager, name }: Job) {
  return { service: service.name, machine: service.machine, property: `${manager} job ${name}` };
}

function evidenceOf({ pids, ...job }: Job): Deviation['evidence'] {
  const quoted = (text: string | null) => (text === null ? null : quotable(text));
  return { ...job, state: quoted(job.state), result: quoted(job.result), processes: pids.length };
}
