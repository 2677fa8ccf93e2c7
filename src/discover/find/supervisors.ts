import type { ProcessTable } from '../../facts/process.ts';
import { aCandidate } from './candidate.ts';
import type { Candidate } from './candidate.ts';
import type { ProcessLocations } from '../../facts/workloads/process-locations.ts';
import { isPackaged, ownProgram } from './own-program.ts';
import type { Survey } from '../survey/survey.ts';

/**
 * Removes units that only run others (process managers): their main process is not the operator's program, and directly
 * below it run programs from several folders. Each of those is a service.
 */
export function withoutSupervisors(
  units: readonly Candidate[],
  table: ProcessTable,
  { folders }: ProcessLocations,
): { candidates: Candidate[]; left: string[] } {
  const left: string[] = [];
  const candidates = units.filter((unit) => {
    const main = table.processes.find(({ pid }) => unit.roots.includes(pid));
    const program = main ? ownProgram(main.command, folders.get(main.pid) ?? null) : null;
    if (!main || (program && !isPackaged(program.path))) return true;
    const kept = table.processes.filter(({ ppid }) => ppid === main.pid);
    const places = kept.flatMap(({ pid, command }) => {
      const folder = folders.get(pid) ?? null;
      const path = ownProgram(command, folder)?.path;
      return path === undefined ? [] : (folder ?? path.slice(0, path.lastIndexOf('/')));
    });
    if (new Set(places).size < 2) return true;
    left.push(`${unit.name}: keeps ${places.length} programs running, which are listed separately`);
    return false;
  });
  return { candidates, left };
}

/** If the units could not be read, control groups still show which unit a program belongs to. */
export function unreadUnits(survey: Survey, table: ProcessTable, locations: ProcessLocations): Candidate[] {
  if (survey.jobs.ok) return [];
  const inside = table.processes.filter(
    ({ pid, command }) =>
      locations.units.has(pid) && ownProgram(command, locations.folders.get(pid) ?? null) !== null,
  );
  const groups = Map.groupBy(inside, ({ pid }) => locations.units.get(pid) ?? '');
  return [...groups].map(([unit, members]) =>
    aCandidate({
      name: unit.replace(/\.service$/, ''),
      what: `${unit}, by the control group of pid ${members[0]?.pid}: the units could not be read.`,
      systemd_unit: unit,
      roots: members.filter(({ ppid }) => !members.some(({ pid }) => pid === ppid)).map(({ pid }) => pid),
      mentions: [unit],
    }),
  );
}
