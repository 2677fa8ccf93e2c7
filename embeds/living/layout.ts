import type { APIEmbedField } from 'discord.js';
import type { Entry } from '../../src/report/living/living-alert.ts';
import { severities } from '../../src/findings/severity.ts';
import { lineFields } from '../limits.ts';
import { shades } from '../severity.ts';
import { acknowledgedLine, dotOf, endedLine, entryField, groupLine, openLine } from './entry-lines.ts';

/** The entries of an alert by what there is to say of them, the worst first. */
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
type Layout = { fields: APIEmbedField[]; whole: boolean };

/** Lines are dear where there are thousands: one that is made is kept. */
export function createLines({ open, acknowledged, ended }: Sections) {
  const full = open.map(entryField);
  const lines = {
    open: open.map(openLine),
    acknowledged: acknowledged.map(acknowledgedLine),
    ended: ended.map(endedLine),
  };
  /** `inFull` of the open ones as a field each, all others as a line each */
  return (inFull: number): Layout => {
    const fields = full.slice(0, inFull).filter((field) => field !== null);
    const rest = lines.open.filter((_, index) => index >= inFull || full[index] === null);
    return {
      fields: [
        ...fields,
        ...lineFields(fields.length > 0 ? 'More, in brief' : 'Open', rest),
        ...lineFields('Acknowledged', lines.acknowledged),
        ...lineFields('Resolved', lines.ended),
      ],
      whole: rest.length === 0,
    };
  };
}

/** A line for each severity, machine and type, the names as far as `room` characters go. */
export function grouped({ open, acknowledged, ended }: Sections, room: number): APIEmbedField[] {
  const groups = [
    ...groupsOf('Open', open, (severity) => dotOf(severity)),
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
  const more = { name: 'And more', value: `${hidden} more: the file has them all, and so has \`/drift\`.` };
  return hidden === 0 ? fields : [...fields, more];
}

function groupsOf(name: string, entries: readonly Entry[], dot: (severity: Entry['severity']) => string) {
  const alike = Map.groupBy(entries, ({ severity, machine, type }) => `${severity}\n${type}\n${machine}`);
  return [...alike.values()].map((own) => ({ name, entries: own, dot: dot(own[0]?.severity ?? 'LOW') }));
}

function lengthOf(groups: ReturnType<typeof groupsOf>, names: number): number {
  return groups.reduce((sum, { entries, dot }) => sum + groupLine(entries, dot, names).length + 1, 0);
}
