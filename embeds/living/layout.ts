import type { APIEmbedField } from 'discord.js';
import type { Entry } from '../../src/report/living/living-alert.ts';
import { severities } from '../../src/findings/severity.ts';
import { lineFields } from '../limits.ts';
import { shades } from '../severity.ts';
import { inFull } from '../finding/in-full.ts';
import {
  acknowledgedLine,
  dotOf,
  endedLine,
  findingAsTold,
  groupLine,
  openLine,
  whyText,
} from './entry-lines.ts';

/** Nobody reads more lines than this: of open entries, and of all. */
const IN_LINES = { open: 12, all: 30 };

/** The entries of an alert, grouped into sections, worst first. */
export function sections(entries: readonly Entry[]) {
  const byRank = entries.toSorted(
    (one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity),
  );
  const standing = byRank.filter(({ ended }) => ended === null);
  return {
    open: standing.filter(({ acknowledged }) => acknowledged === null),
    acknowledged: standing.filter(({ acknowledged }) => acknowledged !== null),
    ended: byRank.filter(({ ended }) => ended !== null),
  };
}

type Sections = ReturnType<typeof sections>;

/**
 * The open entries that the first screen shows in full, each with what it caused, and all others. Many of one type share
 * one line with their names: in full, they would say the same thing several times.
 */
export function fullFields(entries: Sections): { fields: APIEmbedField[]; rest: Sections } {
  const byId = new Map(entries.open.map((entry) => [entry.id, entry]));
  const calm = Map.groupBy(entries.open, ({ severity, type }) => (severity === 'CRITICAL' ? null : type));
  const isCrowd = ({ severity, type }: Entry) =>
    severity !== 'CRITICAL' && (calm.get(type)?.length ?? 0) > IN_LINES.open;
  const alone = entries.open.filter((entry) => !isCrowd(entry));
  const { fields, rest } = inFull(alone.flatMap((entry) => findingAsTold(entry) ?? []));
  const left = new Set(rest.map(({ id }) => id));
  const open = entries.open.filter((entry) => entry.finding === null || isCrowd(entry) || left.has(entry.id));
  return {
    fields: fields.map(({ cause, field: { name, value } }) => ({
      name: `${name}${whyText(byId.get(cause.finding.id))}`,
      value,
    })),
    rest: { ...entries, open },
  };
}

/** One line per entry; null if there are too many to read. */
export function lined({ open, acknowledged, ended }: Sections, isFirst: boolean): APIEmbedField[] | null {
  if (open.length > IN_LINES.open) return null;
  if (open.length + acknowledged.length + ended.length > IN_LINES.all) return null;
  return [
    ...lineFields(isFirst ? 'Open' : 'More', open.map(openLine)),
    ...lineFields('Acknowledged', acknowledged.map(acknowledgedLine)),
    ...lineFields('Resolved', ended.map(endedLine)),
  ];
}

/** One line per severity, machine and type, with as many names as `room` characters allow. */
export function grouped(
  { open, acknowledged, ended }: Sections,
  room: number,
  isFirst: boolean,
): APIEmbedField[] {
  const groups = [
    ...groupsOf(isFirst ? 'Open' : 'More', open, (severity) => dotOf(severity)),
    ...groupsOf('Acknowledged', acknowledged, (severity) => dotOf(severity)),
    ...groupsOf('Resolved', ended, () => shades.in_sync.dot),
  ];
  const names = [12, 4, 1, 0].find((count) => lengthOf(groups, count) <= room) ?? 0;
  const shown: typeof groups = [];
  let left = room;
  for (const group of groups) {
    const line = groupLine(group.entries, group.dot, names);
    if (line.length > left) break;
    left -= line.length + 1;
    shown.push(group);
  }
  const hidden = groups.slice(shown.length).reduce((sum, { entries }) => sum + entries.length, 0);
  const lines = Map.groupBy(shown, ({ name }) => name);
  const fields = [...lines].flatMap(([name, own]) =>
    lineFields(
      name,
      own.map(({ entries, dot }) => groupLine(entries, dot, names)),
    ),
  );
  const more = { name: 'And more', value: `${hidden} more: open the attached file, or type \`/drift\`.` };
  return hidden === 0 ? fields : [...fields, more];
}

function groupsOf(name: string, entries: readonly Entry[], dot: (severity: Entry['severity']) => string) {
  const alike = Map.groupBy(entries, ({ severity, machine, type }) => `${severity}\n${type}\n${machine}`);
  return [...alike.values()].map((own) => ({ name, entries: own, dot: dot(own[0]?.severity ?? 'LOW') }));
}

function lengthOf(groups: ReturnType<typeof groupsOf>, names: number): number {
  return groups.reduce((sum, { entries, dot }) => sum + groupLine(entries, dot, names).length + 1, 0);
}
