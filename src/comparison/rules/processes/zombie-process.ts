import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Process, ProcessTable } from '../../../facts/process.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { instancesOn } from '../../readings/processes/instances.ts';
import { lineage, parentsOf } from '../../../facts/process-tree.ts';
import type { ServiceRule, Situation } from '../../rule.ts';
import { advised, listed, place, restartAdvice } from '../../sentences.ts';
import { counted } from '../../../text/counted.ts';
import { shownCommand } from '../../../facts/command-line/shown-command.ts';

/** A child that just ended waits a moment for its parent; that is not a finding. */
const SETTLED_SECONDS = 5;

/** A service's processes collect their ended children. */
export const zombieProcess: ServiceRule = {
  name: 'zombie-process',
  types: ['zombie_process'],
  when: 'always',
  judgeService: (situation, service) => ({ deviations: judgeService(situation, service) }),
};

function judgeService(situation: Situation, service: Service): ServiceDeviation[] {
  const table = situation.observations.machines[service.machine]?.facts.processes;
  const found = instancesOn(situation, service.machine, service);
  if (!table?.ok || !found || !table.value.zombies?.length) return [];
  const members = new Set(found.trees.flatMap((tree) => tree.members.map(({ pid }) => pid)));
  const zombies = zombiesOf(table.value, service, members);
  if (zombies.length === 0) return [];
  const parents = [...new Set(zombies.map(({ ppid }) => ppid))];
  const pids = zombies.map(({ pid }) => String(pid));
  return [
    {
      type: 'zombie_process',
      property: 'zombies',
      ...advised(
        `${place(service)} has ${counted(zombies.length, 'zombie process', 'zombie processes')} (pid ${listed(pids)}): ${counted(parents.length, 'parent')} (pid ${listed(parents.map(String))}) did not reap them. Only ending the parent clears them.`,
        restartAdvice(service, 'Restart it at a quiet time.'),
      ),
      expected: 'no zombies',
      actual: counted(zombies.length, 'zombie'),
      evidence: {
        zombies: zombies.slice(0, 20).map(({ pid, ppid, elapsed_seconds, user, command }) => ({
          pid,
          ppid,
          elapsed_seconds,
          user: quotable(user, 40),
          command: shownCommand(command, service, 200),
        })),
      },
    },
  ];
}

/** Zombies below a service's processes, and zombies with its name (`[shiva] <defunct>`, on macOS `(shiva)`). */
function zombiesOf(table: ProcessTable, service: Service, members: ReadonlySet<number>): Process[] {
  const parents = parentsOf(table.processes);
  const own = new Set(table.own);
  const lasting = new Set(table.zombies);
  return table.processes.filter((process) => {
    // ps shows the time since its start, not since its end: only a second look proves that it lasts.
    if (!lasting.has(process.pid)) return false;
    if (process.state !== 'Z' || (process.elapsed_seconds ?? SETTLED_SECONDS) < SETTLED_SECONDS) return false;
    if (lineage(process.pid, parents).some((pid) => own.has(pid))) return false;
    return members.has(process.ppid) || nameOf(process.command) === service.name;
  });
}

function nameOf(command: string): string {
  return command
    .replace(/\s*<defunct>$/, '')
    .replace(/^[[(](.*)[\])]$/, '$1')
    .trim();
}
