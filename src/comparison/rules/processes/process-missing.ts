import type { Service } from '../../../inventory/manifest.ts';
import type { Process } from '../../../facts/process.ts';
import type { ServiceDeviation, ServiceGap, ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { namelessContainers } from '../../readings/processes/container-copies.ts';
import { attributedOn, instancesOn } from '../../readings/processes/instances.ts';
import { noInstances } from '../../readings/processes/table-instances.ts';
import type { Instances } from '../../readings/processes/table-instances.ts';
import { lockReading } from '../../readings/processes/lock-reading.ts';
import { processOfJob } from '../../readings/processes/running-process.ts';
import { declaresProcess } from '../../readings/processes/declared.ts';
import { listed, place, restartAdvice } from '../../sentences.ts';
import { counted } from '../../../text/counted.ts';
import { cutShort } from '../../../facts/command-line/cut-short.ts';
import { shownCommand } from '../../../facts/command-line/shown-command.ts';
import { mentionText, perhapsText } from '../../readings/processes/uncounted.ts';

/** As many process trees as the manifest declares; a container counts as one, whatever its process is called. duplicate-process reports a process table that was not seen. */
export const processMissing: ServiceRule = {
  name: 'process-missing',
  types: ['process_missing'],
  when: 'always',
  judgeService: (situation, service) => {
    const stopped = stoppedGap(situation, service);
    if (stopped !== null) return { gaps: [stopped] };
    return declaresProcess(service) ? judgeService(situation, service) : {};
  },
};

/** Stopped by a signal or by Ctrl-Z, a process is there and does nothing (ps(1), state T). */
function stoppedGap(situation: Situation, service: Service): ServiceGap | null {
  const { trees } = instancesOn(situation, service.machine, service) ?? noInstances;
  const roots = trees.map(({ root }) => root);
  if (roots.length === 0 || !roots.every(({ state }) => state === 'T')) return null;
  const pids = listed(roots.map(({ pid }) => `pid ${pid}`));
  const detail = `${pids} ${roots.length === 1 ? 'is' : 'are'} stopped (state T) and ${roots.length === 1 ? 'does' : 'do'} nothing until it is continued (kill -CONT)`;
  return { of: 'instances', fact: 'whether it runs', detail, of_copies: true };
}

function judgeService(situation: Situation, service: Service): ServiceJudgement {
  const found = instancesOn(situation, service.machine, service);
  const expected = service.instances ?? 1;
  if (found === null || treesIn(found) >= expected) return { deviations: [], gaps: [] };
  const nameless = namelessContainers(situation, service, found.trees);
  if (nameless === null) {
    const detail = 'it is not known which of them are the service';
    const lost_with = { machine: service.machine, fact: 'containers' as const };
    return {
      deviations: [],
      gaps: [{ of: 'containers', fact: 'containers', detail, lost_with }],
    };
  }
  const running = treesIn(found) + (service.process === null ? nameless.length : 0);
  if (running >= expected) return { deviations: [], gaps: [] };
  if (running === 0 && expected === 1 && runsByAnotherName(situation, service))
    return { deviations: [], gaps: [] };
  if (found.perhaps.length > 0) {
    const detail = perhapsText(service, found.perhaps);
    return { deviations: [], gaps: [{ of: 'instances', fact: 'whether it runs', detail, of_copies: true }] };
  }
  const cut = cutProcesses(situation, service);
  if (cut.length > 0) {
    const detail = `the kernel cut the command line of ${listed(
      cut.map(({ pid }) => `pid ${pid}`),
      3,
    )} after 4096 characters: what follows may be ${service.name}. Give its systemd_unit or a lockfile in the manifest`;
    return { deviations: [], gaps: [{ of: 'instances', fact: 'whether it runs', detail, of_copies: true }] };
  }
  if (situation.unconfirmed?.has(`process_missing ${service.name}`)) {
    const detail = 'no process was found at first; the re-check could not run';
    return {
      deviations: [],
      gaps: [{ of: 'second_look', fact: 'whether it runs', detail }],
    };
  }
  const deviation: ServiceDeviation = {
    type: 'process_missing',
    property: 'instances',
    summary: summaryOf(service, running, expected, found.mentions),
    expected: counted(expected, 'instance'),
    actual: counted(running, 'instance'),
    evidence: {
      looked_for: service.process ?? service.name,
      pids: found.trees.map(({ root }) => root.pid),
      mentioned_by: found.mentions
        .slice(0, 5)
        .map(({ pid, command }) => ({ pid, command: shownCommand(command, service) })),
    },
  };
  return { deviations: [deviation], gaps: [] };
}

/** Cut processes that are of no service as far as they were seen. */
function cutProcesses(situation: Situation, { machine }: Service): Process[] {
  const table = situation.observations.machines[machine]?.facts.processes;
  if (!table?.ok) return [];
  const counted = [...(attributedOn(situation, machine)?.values() ?? [])].flatMap(
    ({ trees, beside, unsure }) => [...trees, ...beside, ...unsure].flatMap(({ members }) => members),
  );
  return cutShort(table.value).filter((process) => !counted.includes(process));
}

/**
 * Does its job manager or lockfile name a live process that may be it, while the manifest declares no `process`?
 */
function runsByAnotherName(situation: Situation, service: Service): boolean {
  if (service.process !== null) return false;
  if (processOfJob(situation, service) !== null) return true;
  const reading = lockReading(situation, service);
  return reading.state === 'own' || (reading.state === 'unseen' && reading.holder !== null);
}

/** Counts all trees of the service, whatever they run: what exists is not missing. */
function treesIn({ trees, beside, unsure }: Instances): number {
  return [...trees, ...beside, ...unsure].reduce((sum, { parts }) => sum + (parts ?? 1), 0);
}

function summaryOf(service: Service, running: number, expected: number, mentions: Process[]): string {
  const runs =
    running === 0 ? 'does not run' : `is missing instances: ${running} running, expected ${expected}`;
  const mentioned = running === 0 && mentions.length > 0 ? `It is ${mentionText(service, mentions)}. ` : '';
  const looked = service.process === null ? `the name ${service.name}` : service.process;
  const start = `Read its log, then start it.`;
  return `${place(service)} ${runs}: no ${running === 0 ? '' : 'further '}process matches ${looked}. ${mentioned}${restartAdvice(service, start)}`;
}
