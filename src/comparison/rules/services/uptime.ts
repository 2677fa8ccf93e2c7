import type { Service } from '../../../inventory/manifest.ts';
import type { Deviation } from '../../../findings/finding.ts';
import { humanDuration } from '../../../time/instant.ts';
import { byService } from '../../by-service.ts';
import type { Rule, Situation } from '../../rule.ts';
import { runningProcess } from '../../readings/processes/running-process.ts';
import { elapsedText, place, restartAdvice } from '../../sentences.ts';

const LIMIT_SECONDS = 30 * 86_400;

/** A process that has run for over 30 days may have piled up leaks (the lesson's LOW tier). */
export const uptime: Rule = {
  name: 'uptime',
  types: ['uptime_high'],
  when: 'full_audit',
  ...byService((situation, service) => ({ deviations: judgeService(situation, service) })),
};

function judgeService(situation: Situation, service: Service): Deviation[] {
  const { uptime_seconds, pid } = runningProcess(situation, service);
  if (uptime_seconds === null || uptime_seconds <= LIMIT_SECONDS) return [];
  return [
    {
      type: 'uptime_high',
      service: service.name,
      machine: service.machine,
      property: 'uptime',
      summary: `${place(service)} has been up for ${elapsedText(uptime_seconds, situation.now)}, over 30 days: leaks may have piled up. ${restartAdvice(service, 'Restart it at a quiet time.')}`,
      expected: 'at most 30d',
      actual: humanDuration(uptime_seconds),
      evidence: { uptime_seconds, pid },
    },
  ];
}
