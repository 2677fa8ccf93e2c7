import type { Service } from '../../../inventory/manifest.ts';
import type { Process, ProcessTable } from '../../../facts/process.ts';
import type { Attributed } from './attributed.ts';
import { controlGroup } from '../../../facts/control-group.ts';
import { isInSession, isManager, isStartedForOthers } from '../../../facts/command-line/process-manager.ts';
import { baseName } from '../../../facts/command-line/base-name.ts';
import { isInterpreter } from '../../../facts/command-line/interpreters.ts';
import { createNeedles } from '../../../facts/command-line/needles.ts';
import { byFolder, isEvidence, matcherOf, neededBy } from '../../../facts/command-line/process-match.ts';
import { parseProcess, plainOf } from '../../../facts/command-line/parse-process.ts';
import type { Matcher } from '../../../facts/command-line/parsed-process.ts';
import { addPossible, contextOf, isPossible, withoutErrands } from './possible-instances.ts';
import type { Context } from './possible-instances.ts';
import { candidates, lineage } from '../../../facts/process-tree.ts';
import { STRENGTH } from '../../../facts/command-line/strength.ts';
import { ownersOf } from '../jobs/unit-owners.ts';
import type { GroupOwners } from '../jobs/unit-owners.ts';

/**
 * Assigns the processes of a table to these services. The owner of the control group decides, then what the process itself
 * shows; a `process` in the manifest overrides both.
 */
export function attributeProcesses(
  table: ProcessTable,
  services: readonly Service[],
  containersOf: GroupOwners = () => [],
): Map<string, Attributed> {
  const matchers = services.map((service) => ({ service, match: matcherOf(service) }));
  const search = createNeedles(services.map(neededBy));
  const ownerOf = ownersOf(services, containersOf);
  const found = new Map<string, Attributed>();
  const of = ({ name }: Service): Attributed => {
    const known: Attributed = found.get(name) ?? {
      processes: new Map(),
      mentions: [],
      perhaps: [],
      shared: new Set(),
    };
    found.set(name, known);
    return known;
  };
  const context = contextOf(table);
  for (const process of candidates(table)) {
    const numbers = search(process.command, process.cwd);
    const owners = ownerOf(process);
    if (numbers.length + owners.length === 0) continue;
    const likely = numbers.flatMap((number) => matchers[number] ?? []);
    const matched = strengthsOf(process, likely, owners, context);
    const best = Math.max(0, ...matched.map(({ strength }) => strength));
    const winners = matched.filter(({ strength }) => strength === best && isEvidence(strength));
    for (const { service } of winners) {
      of(service).processes.set(process, best);
      for (const other of winners) if (other.service !== service) of(service).shared.add(other.service);
    }
    for (const { service, strength } of matched)
      if (strength > 0 && !isEvidence(strength)) of(service).mentions.push(process);
    if (winners.length > 0) continue;
    for (const { service } of likely)
      if (isPossible(process, service, context)) addPossible(of(service), process);
  }
  for (const { service } of matchers) {
    const own = found.get(service.name);
    onlyStrongest(service, own);
    if (own) withoutErrands(service, own, ownerOf, context);
  }
  return found;
}

type Matched = { service: Service; strength: number };

function strengthsOf(
  process: Process,
  matchers: readonly { service: Service; match: Matcher }[],
  owners: readonly Service[],
  context: Context,
): Matched[] {
  const parsed = parseProcess(process);
  const shown: Matched[] = [];
  for (const { service, match } of matchers) {
    const strength = match(parsed);
    if (strength > 0) shown.push({ service, strength });
  }
  const others = shown.map(({ service, strength }): Matched => {
    const beside = shown.some((each) => each.service !== service && isEvidence(each.strength));
    if (strength === STRENGTH.role && !beside) return { service, strength: STRENGTH.mention };
    return { service, strength: inContext(process, service, strength, owners, context) };
  });
  const [owner] = owners;
  if (!owner || owners.length > 1) return others;
  const own = others.find(({ service }) => service === owner)?.strength ?? STRENGTH.none;
  const left = others.some(({ service, strength }) => service !== owner && strength >= STRENGTH.folder);
  // A manager's or scheduler's unit owns the manager, but not what it starts for others.
  if (!isEvidence(own) && left && isStartedForOthers(process, context.parents, context.byPid)) return others;
  const strength = Math.max(own, STRENGTH.unit);
  return [...others.filter(({ service }) => service !== owner), { service: owner, strength }];
}

/** Weighs what a process shows by where it runs. */
function inContext(
  process: Process,
  service: Service,
  strength: number,
  owners: readonly Service[],
  { parents, byPid }: Context,
): number {
  const group = controlGroup(process.cgroup);
  const served = group !== null && group.kind !== 'session';
  if (strength === STRENGTH.declared_mention) return served ? STRENGTH.declared_argument : STRENGTH.mention;
  if (!isEvidence(strength)) return strength;
  if (group?.kind === 'container' && !owners.includes(service) && !isOwnCode(service)) return STRENGTH.none;
  if (strength > STRENGTH.tool) return strength;
  // A manager installed in one service's folder may run others too.
  if (isManager(process) || isInSession(process, parents, byPid)) return STRENGTH.mention;
  if (isOfStranger(process, service, { parents, byPid })) return STRENGTH.mention;
  if (strength === STRENGTH.tool) return strength;
  const { command, module } = parseProcess(process);
  const serves = command.kind === 'title' || module !== null;
  // Others' units read the folder too: a backup, or what ships the logs.
  return serves ? strength : STRENGTH.mention;
}

/**
 * Did a program start it, in the same control group, that has nothing to do with the service? A wrapper names what it
 * runs (`tini -- gunicorn …`), and the service's own programs are in its folder.
 */
function isOfStranger(
  process: Process,
  { name, checkout }: Service,
  { parents, byPid }: Pick<Context, 'parents' | 'byPid'>,
): boolean {
  const group = controlGroup(process.cgroup);
  if (group?.kind !== 'unit') return false;
  const known = [name, runIn(process)].filter((text) => text !== null).map(plainOf);
  const above = lineage(process.pid, parents)
    .slice(1)
    .flatMap((pid) => byPid.get(pid) ?? []);
  return above
    .filter((each) => each.pid !== 1 && controlGroup(each.cgroup)?.key === group.key)
    .filter((each) => parseProcess(each).command.kind !== 'none')
    .some((each) => {
      const parsed = parseProcess(each);
      return byFolder(parsed, name, checkout) === 0 && !known.some((text) => parsed.plain.includes(text));
    });
}

/** The module, the script or the program, but no interpreter, which many have in common. */
function runIn(process: Process): string | null {
  const { command, module } = parseProcess(process);
  if (command.kind === 'title') return command.program;
  if (command.kind !== 'program') return null;
  const file = baseName(command.files.at(-1) ?? '');
  return command.module ?? (isInterpreter(file) ? module : file);
}

/** Its own code runs only for this service; a program such as redis or nginx may run in other services' containers. */
function isOwnCode({ repo, kind }: Service): boolean {
  return repo !== null || kind === 'trading';
}

/**
 * With `process` in the manifest: a match in the arguments counts only if no program matches, and mere membership in the
 * unit only if a declared process runs in it.
 */
function onlyStrongest({ process: declared }: Service, attributed: Attributed | undefined): void {
  if (!attributed || declared === null) return;
  const { processes, mentions } = attributed;
  const best = Math.max(0, ...processes.values());
  const least = best >= STRENGTH.declared ? STRENGTH.declared : STRENGTH.declared_argument;
  const kept = [...processes].filter(([, strength]) => strength >= least);
  const groups = new Set(kept.flatMap(([{ cgroup }]) => controlGroup(cgroup)?.key ?? []));
  for (const [process, strength] of processes) {
    const group = controlGroup(process.cgroup);
    if (strength >= least || (group && group.kind !== 'session' && groups.has(group.key))) continue;
    processes.delete(process);
    if (strength >= STRENGTH.declared_argument) mentions.push(process);
  }
}
