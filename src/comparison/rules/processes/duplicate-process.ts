import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { ServiceDeviation, ServiceRule, Situation } from '../../rule.ts';
import { copiesOf, keptByManager } from '../../readings/processes/copies.ts';
import type { Copy } from '../../readings/processes/copy.ts';
import { advised, elapsedText, listed, place } from '../../sentences.ts';
import { counted } from '../../../text/counted.ts';
import { shownCommand } from '../../../facts/command-line/shown-command.ts';
import { namersOf, starterOf } from '../../readings/processes/starter.ts';
import { isoInstant } from '../../../time/instant.ts';

/** No more process trees than the manifest allows; a fleet singleton is counted over all machines. */
export const duplicateProcess: ServiceRule = {
  name: 'duplicate-process',
  types: ['duplicate_process'],
  when: 'always',
  judgeService: (situation, service) => {
    const { copies, allowed, gaps } = copiesOf(situation, service);
    if (copies.length <= allowed) return { deviations: [], gaps };
    // During a restart the old and the new process may both run; the second look must see the same ones.
    const ages = copies.map(({ age_seconds }) => age_seconds);
    const persisting = { ids: copies.map(idOf), ages, more_than: allowed };
    return { deviations: [{ ...deviationOf(situation, service, copies), persisting }], gaps };
  },
};

function idOf({ machine, tree, container }: Copy): string {
  return `${machine} ${tree?.root.pid ?? container ?? 'answers'}`;
}

function deviationOf(situation: Situation, service: Service, copies: Copy[]): ServiceDeviation {
  const expected = service.instances ?? 1;
  const extra = copies.slice(expected);
  const { now } = situation;
  const runs = listed(copies.map((copy) => `${whichCopy(copy)} for ${elapsedText(copy.age_seconds, now)}`));
  const machines = new Set(copies.map(({ machine }) => machine));
  const where =
    machines.size > 1
      ? `${service.name} runs on ${listed([...machines])} at once`
      : `${place(service)} runs more than once`;
  const which = extra.length === 1 ? 'The extra copy' : 'The extra copies';
  const blame = listed(
    extra.map((copy) => {
      const starter = starterOf(situation, copy);
      const reason = reasonOf(service, copy, copies);
      return `${whichCopy(copy)} (${starter === null ? reason : `${reason}; started by ${starter}`})`;
    }),
  );
  return {
    type: 'duplicate_process',
    property: 'instances',
    affects: { machines: [...machines] },
    ...advised(
      `${where} (${copies.length} running, expected ${expected}): ${runs}. ${which}: ${blame}.${service.kind === 'trading' ? ' Both may trade on one account.' : ''}`,
      adviceOf(service, extra),
    ),
    expected: counted(expected, 'instance'),
    actual: counted(copies.length, 'instance'),
    evidence: {
      expected,
      trees: copies.map((copy, at) => ({
        ...evidenceOf(service, copy, copies, at >= expected),
        started_at: startOf(copy, now),
        started_by: starterOf(situation, copy),
        named_by: namersOf(service, copy).join(', ') || null,
      })),
    },
  };
}

/** ISO instant; null if the machine does not say. */
function startOf({ age_seconds }: Copy, now: number): string | null {
  return age_seconds === null || age_seconds * 1000 > now ? null : isoInstant(now - age_seconds * 1000);
}

function evidenceOf(service: Service, copy: Copy, copies: Copy[], extra: boolean) {
  const root = copy.tree?.root;
  return {
    machine: copy.machine,
    pid: root?.pid ?? null,
    elapsed_seconds: copy.age_seconds,
    user: root ? quotable(root.user, 40) : null,
    command: root ? shownCommand(root.command, service) : treelessText(copy),
    processes: copy.tree?.members.length ?? null,
    extra,
    reason: extra ? whereAndWhy(service, copy, copies) : null,
  };
}

function treelessText({ container }: Copy): string {
  return container === null
    ? 'answers /health, but no process of that name was found'
    : `runs in the container ${quotable(container, 80)}, under another name`;
}

function whichCopy({ tree, container, machine }: Copy): string {
  if (tree) return `pid ${tree.root.pid} on ${machine}`;
  return container === null
    ? `what answers /health on ${machine}`
    : `container ${quotable(container, 80)} on ${machine}`;
}

/** Names the place only if the place is the reason. */
function whereAndWhy(service: Service, copy: Copy, copies: Copy[]): string {
  return copy.machine === service.machine
    ? reasonOf(service, copy, copies)
    : `on ${copy.machine}; the manifest says ${service.machine}`;
}

function reasonOf(service: Service, copy: Copy, copies: Copy[]): string {
  if (copy.machine !== service.machine) return `the manifest puts ${service.name} on ${service.machine}`;
  if (!copy.managed && copies.some((other) => other.managed)) return `not of ${managerOf(service)}`;
  if (!copy.named_by_lock && copies.some((other) => other.named_by_lock))
    return 'not the one the lockfile names';
  if (!copy.named_by_health && copies.some((other) => other.named_by_health))
    return 'not the one /health names';
  if (!copy.listens && copies.some((other) => other.listens)) return 'not the one that listens on its port';
  if (copy.ending && copies.some((other) => !other.ending)) return 'it is shutting down by itself';
  if (copy.native && copies.some(({ native }) => !native))
    return `the manifest puts ${service.name} into a container`;
  if (!keptByManager(copy) && copies.some(keptByManager))
    return 'started by hand, next to the one that a manager runs';
  if (copy.age_seconds === null) return 'its age is unknown';
  const isYoungest = copies.every(({ age_seconds }) => age_seconds === null || age_seconds >= age(copy));
  return isYoungest ? 'the youngest' : 'younger than the first';
}

function age({ age_seconds }: Copy): number {
  return age_seconds ?? 0;
}

function managerOf({ systemd_unit, launchd_label, name }: Service): string {
  return systemd_unit ?? launchd_label ?? `the unit ${name}`;
}

function adviceOf(service: Service, extra: Copy[]): string {
  const [which, holds, it] =
    extra.length === 1 ? ['copy', 'it holds', 'it'] : ['copies', 'they hold', 'them'];
  return service.kind === 'trading'
    ? `Check open orders, then stop the extra ${which}.`
    : `Check that ${holds} no work, then stop ${it}.`;
}
