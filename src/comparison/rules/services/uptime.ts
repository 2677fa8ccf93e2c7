import type { Service } from '../../../inventory/manifest.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { humanDuration } from '../../../time/instant.ts';
import type { ServiceRule, Situation } from '../../rule.ts';
import { runningProcess } from '../../readings/processes/running-process.ts';
import { advised, elapsedText, place, restartAdvice } from '../../sentences.ts';

const LIMIT_SECONDS = 30 * 86_400;

/** A process that runs for over 30 days may have accumulated leaks (the lesson's LOW tier). */
export const uptime: ServiceRule = {
  name: 'uptime',
  types: ['uptime_high'],
  when: 'full_audit',
  judgeService: (situation, service) => ({ deviations: judgeService(situation, service) }),
};

function judgeService(situation: Situation, service: Service): ServiceDeviation[] {
  const { uptime_seconds, pid } = runningProcess(situation, service);
  if (uptime_seconds === null || uptime_seconds <= LIMIT_SECONDS) return [];
  return [
    {
      type: 'uptime_high',
      property: 'uptime',
      ...advised(
        `${place(service)} has been up for ${elapsedText(uptime_seconds, situation.now)}, over 30 days: leaks may have piled up.`,
        restartAdvice(service, 'Restart it at a quiet time.'),
      ),
      expected: 'at most 30d',
      actual: humanDuration(uptime_seconds),
      evidence: { uptime_seconds, pid },
    },
  ];
}
