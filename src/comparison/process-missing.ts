import type { Service } from '../inventory/manifest.ts';
import { instancesOn } from './instances.ts';
import type { Instances } from './instances.ts';
import { lockReading } from './lock-reading.ts';
import type { Rule, Situation } from './rule.ts';
import { declaresProcess, processOfJob } from './running-process.ts';
import { counted, place, restartAdvice } from './sentences.ts';

/** As many process trees as the manifest declares. A table that was not seen is duplicate-process's gap. */
export const processMissing: Rule = {
  name: 'process-missing',
  types: ['process_missing'],
  when: 'always',
  judge: (situation) => ({
    deviations: situation.services.filter(declaresProcess).flatMap((service) => {
      const found = instancesOn(situation, service.machine, service);
      const expected = service.instances ?? 1;
      if (found === null || found.trees.length >= expected) return [];
      if (found.trees.length === 0 && expected === 1 && runsByAnotherName(situation, service)) return [];
      return [
        {
          type: 'process_missing' as const,
          service: service.name,
          machine: service.machine,
          property: 'instances',
          summary: summaryOf(service, found, expected),
          expected: counted(expected, 'instance'),
          actual: counted(found.trees.length, 'instance'),
          evidence: {
            looked_for: service.process ?? service.name,
            pids: found.trees.map(({ root }) => root.pid),
          },
        },
      ];
    }),
  }),
};

/**
 * Its job manager or lockfile names a living process that may be it, and the manifest does not say how its command
 * line looks.
 */
function runsByAnotherName(situation: Situation, service: Service): boolean {
  if (service.process !== null) return false;
  if (processOfJob(situation, service) !== null) return true;
  const reading = lockReading(situation, service);
  return reading.state === 'own' || (reading.state === 'unseen' && reading.holder !== null);
}

function summaryOf(service: Service, found: Instances, expected: number): string {
  const runs =
    found.trees.length === 0
      ? 'does not run'
      : `runs ${counted(found.trees.length, 'instance')} of ${expected}`;
  const looked = service.process === null ? `the name ${service.name}` : service.process;
  const start = `Read its log, then start it.`;
  return `${place(service)} ${runs}: no ${found.trees.length === 0 ? '' : 'further '}process matches ${looked}. ${restartAdvice(service, start)}`;
}
