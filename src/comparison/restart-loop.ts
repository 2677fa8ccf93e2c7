import type { Service } from '../inventory/manifest.ts';
import type { Container } from '../probes/container.ts';
import type { Deviation } from '../report/finding.ts';
import { epochMs, humanDuration } from '../time.ts';
import { byService } from './by-service.ts';
import { containersOf } from './containers-of.ts';
import type { Rule, Situation } from './rule.ts';
import { counted, place, restartAdvice } from './sentences.ts';

/** The policy has started it this often again … */
const OFTEN = 3;
/** … and did so last within this time. An engine that starts with its machine begins to count anew. */
const LATELY_MS = 600_000;

/** No container is started by its restart policy again and again. */
export const restartLoop: Rule = {
  name: 'restart-loop',
  types: ['restart_loop'],
  when: 'watch',
  ...byService((situation, service) => ({ deviations: judgeService(situation, service) })),
};

function judgeService(situation: Situation, service: Service): Deviation[] {
  const seen = containersOf(situation, service);
  return (seen?.containers ?? [])
    .filter((container) => loops(container, seen?.now ?? Number.NaN))
    .map(({ name, restart_count, exit_code, started_at, state }) => {
      const last = epochMs(started_at ?? '');
      const ago = seen && last <= seen.now ? `, last ${humanDuration((seen.now - last) / 1000)} ago` : '';
      const act = restartAdvice(service, `Read its log: docker logs ${name}`);
      return {
        type: 'restart_loop',
        service: service.name,
        machine: service.machine,
        property: `container ${name}`,
        summary: `${place(service)}: container ${name} ends again and again; its restart policy has started it ${counted(restart_count, 'time')}${ago}. ${act}`,
        expected: 'running',
        actual: state,
        evidence: { container: name, restart_count, exit_code, started_at },
      };
    });
}

/** By the machine's clock, which also gave the start. */
function loops({ state, restart_count, started_at }: Container, now: number): boolean {
  if (state === 'restarting') return true;
  if (state !== 'running' || restart_count < OFTEN || started_at === null) return false;
  return now - epochMs(started_at) <= LATELY_MS;
}
