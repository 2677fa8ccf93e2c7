import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Container } from '../../../facts/container.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { epochMs, humanDuration } from '../../../time/instant.ts';
import { containersOf } from '../../readings/containers/containers-of.ts';
import { LATELY_SECONDS, OFTEN, loopOf } from '../../readings/jobs/job-loop.ts';
import { jobOf } from '../../readings/processes/named-pids.ts';
import type { ServiceGap, ServiceRule, Situation } from '../../rule.ts';
import { ageOfJob } from '../../readings/processes/running-process.ts';
import { advised, place, restartAdvice } from '../../sentences.ts';
import { counted } from '../../../text/counted.ts';
import { exitText } from '../../readings/jobs/unit-problem.ts';

/** No container or job keeps restarting. */
export const restartLoop: ServiceRule = {
  name: 'restart-loop',
  types: ['restart_loop'],
  when: 'watch',
  judgeService: (situation, service) => ({
    deviations: [...loopingContainers(situation, service), ...loopingJob(situation, service)],
    gaps: unclear(situation, service),
  }),
};

function loopingContainers(situation: Situation, service: Service): ServiceDeviation[] {
  const seen = containersOf(situation, service);
  return (seen?.containers ?? [])
    .filter((container) => loops(container, seen?.now ?? Number.NaN) && !isRare(container, seen?.now ?? 0))
    .map(({ name, engine, restart_count, exit_code, started_at, state }) => {
      const last = epochMs(started_at ?? '');
      const ago = seen && last <= seen.now ? `, last ${humanDuration((seen.now - last) / 1000)} ago` : '';
      const act = restartAdvice(service, `Read its log: ${engine} logs ${name}`);
      return {
        type: 'restart_loop',
        property: `container ${name}`,
        ...advised(
          `${place(service)}: container ${name} keeps exiting; its restart policy has started it ${counted(restart_count, 'time')}${ago}.`,
          act,
        ),
        expected: 'running',
        actual: state,
        affects: { container: name },
        evidence: { container: name, restart_count, exit_code, started_at },
      };
    });
}

function loopingJob(situation: Situation, service: Service): ServiceDeviation[] {
  const job = jobOf(situation, service);
  const loop = job?.loaded === true ? loopOf(job, ageOfJob(situation, service)) : null;
  if (!job || !loop) return [];
  const last = loop.age_seconds === null ? '' : `, last ${humanDuration(loop.age_seconds)} ago`;
  const exit = job.last_exit === null ? '' : `; its last run ended with ${exitText(job.last_exit)}`;
  const log = job.manager === 'systemd' ? `\`journalctl -u ${job.name}\`` : 'the log that its plist names';
  return [
    {
      type: 'restart_loop',
      property: `${job.manager} job ${job.name}`,
      ...advised(
        `${place(service)}: ${job.manager}'s job ${job.name} keeps exiting; ${job.manager} has started it ${counted(loop.starts, 'time')}${last}${exit}.`,
        restartAdvice(service, `Read ${log}.`),
      ),
      expected: 'running',
      actual: quotable(job.state ?? 'unknown', 60),
      evidence: {
        job: job.name,
        restarts: loop.starts,
        last_exit: job.last_exit,
        age_seconds: loop.age_seconds,
      },
    },
  ];
}

/** Uses the machine's clock, like the start time. The restart count begins anew when the engine starts. */
function loops({ state, restart_count, started_at }: Container, now: number): boolean {
  if (state === 'restarting') return true;
  if (state !== 'running' || restart_count < OFTEN || started_at === null) return false;
  return now - epochMs(started_at) <= LATELY_SECONDS * 1000;
}

const DAY_MS = 86_400_000;

/** The engine counts over the container's life: of a container that dies once a month, one death is no loop. */
function isRare({ state, made_at, restart_count }: Container, now: number): boolean {
  return state !== 'restarting' && (now - epochMs(made_at ?? '')) / restart_count > DAY_MS;
}

/** It was just started by its policy, and seldom before: its next look tells whether it dies again. */
function unclear(situation: Situation, service: Service): ServiceGap[] {
  const seen = containersOf(situation, service);
  return (seen?.containers ?? []).flatMap((container): ServiceGap[] => {
    const { name, restart_count, made_at } = container;
    if (!seen || !loops(container, seen.now) || !isRare(container, seen.now)) return [];
    const over = humanDuration((seen.now - epochMs(made_at ?? '')) / 1000);
    const detail = `its restart policy has just started it, and ${counted(restart_count, 'time')} in the ${over} since it was made`;
    return [{ of: 'containers', fact: `whether container ${name} keeps exiting`, detail, of_running: true }];
  });
}
