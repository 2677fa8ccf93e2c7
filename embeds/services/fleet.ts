import type { APIEmbedField } from 'discord.js';
import type { WatchState } from '../../src/report/watch-state.ts';
import type { Listed } from '../../src/inventory/listed.ts';
import { hasRole } from '../../src/findings/catalogue.ts';
import type { Finding } from '../../src/findings/finding.ts';
import type { ServiceState } from '../../src/report/report.ts';
import { epochMs, humanDuration } from '../../src/time/instant.ts';
import { inert } from '../escape.ts';
import { relative } from '../finding/instants.ts';
import { lineFields, split } from '../limits.ts';
import type { Part } from '../limits.ts';
import { revision } from '../revision.ts';
import { shades, worst } from '../severity.ts';
import { watchingLines } from './watching.ts';

const NAME_MAX = 90;
const WARNING_MAX = 700;
const DOWN = 'its machine is down or cannot be reached';
/** A service that was checked this much earlier than the rest shows its own time. */
const SAME_LOOK_MS = 60_000;

type Seen = { state: ServiceState; at: string; since: string };
type Row = Listed & { seen: Seen | null; shade: keyof typeof shades; fact: string };

export type Remembered = {
  inventory: Listed[];
  /** service -> its last known state */
  services: Record<string, Seen>;
  openFindings: Finding[];
  warning: string | null;
  watching: WatchState | null;
  /** below the line with the time of the last check */
  lines?: string[];
  /** below the services */
  fields?: APIEmbedField[];
};

/** The last known state of each service, one line each, by machine, drift first. One part is one page. */
export function fleetParts(remembered: Remembered): Part[] {
  const { inventory, services, openFindings, warning, watching } = remembered;
  const rows = inventory.map((listed) => rowOf(listed, services[listed.name] ?? null, openFindings));
  const newest = rows.reduce((latest, { seen }) => (seen && seen.at > latest ? seen.at : latest), '');
  const machines = [...Map.groupBy(rows, ({ machine }) => machine)].toSorted(
    ([, one], [, other]) => rankOf(one) - rankOf(other),
  );
  const looked =
    newest === ''
      ? 'Not checked yet: type `/drift`.'
      : `Last checked ${relative(newest)}. \`/drift\` checks now.`;
  const lines = [
    looked,
    ...(remembered.lines ?? []),
    ...watchingLines(watching),
    ...(warning === null ? [] : [`${shades.error.dot} ${inert(warning, WARNING_MAX)}`]),
  ];
  const [first] = rows.toSorted(byRank);
  const frame = {
    title: title(rows),
    description: lines.join('\n'),
    color: shades[first?.shade ?? 'unknown'].colour,
    footer: `services · ${rows.length} on ${machines.length} ${machines.length === 1 ? 'machine' : 'machines'}`,
  };
  const fields = machines.flatMap(([machine, on]) =>
    lineFields(
      `${shades[on.toSorted(byRank)[0]?.shade ?? 'unknown'].dot} ${inert(machine, NAME_MAX)}`,
      on.toSorted(byRank).map((row) => lineOf(row, newest)),
    ),
  );
  return split(frame, [...fields, ...(remembered.fields ?? [])]);
}

const order = ['CRITICAL', 'HIGH', 'LOW', 'unknown', 'in_sync'] as const satisfies (keyof typeof shades)[];

function rank(shade: Row['shade']): number {
  return order.findIndex((each) => each === shade);
}

function byRank(one: Row, other: Row): number {
  return rank(one.shade) - rank(other.shade);
}

function rankOf(rows: Row[]): number {
  return Math.min(...rows.map(({ shade }) => rank(shade)));
}

function title(rows: Row[]): string {
  const drift = rows.filter(({ shade }) => rank(shade) < rank('unknown'));
  const counts = [
    { dot: shades[drift.toSorted(byRank)[0]?.shade ?? 'HIGH'].dot, count: drift.length, word: 'in drift' },
    ...(['unknown', 'in_sync'] as const).map((shade) => ({
      ...shades[shade],
      count: rows.filter((row) => row.shade === shade).length,
    })),
  ].filter(({ count }) => count > 0);
  if (counts.length === 0) return `${shades.unknown.dot} No services`;
  return `Services · ${counts.map(({ dot, count, word }) => `${dot} ${count} ${word}`).join(' · ')}`;
}

/** A partial audit (/dupes) changes the open findings, not the stored state of the service: the open findings are newer. */
function rowOf(listed: Listed, remembered: Seen | null, openFindings: Finding[]): Row {
  // The same name on another machine is another service.
  const seen = remembered?.state.machine === listed.machine ? remembered : null;
  const own = openFindings.filter(
    ({ service, category }) => service === listed.name && category !== 'observation',
  );
  const severity = worst(own);
  const row = (shade: Row['shade'], fact: string): Row => ({ ...listed, seen, shade, fact });
  const down = openFindings.find(
    ({ type, machine }) => hasRole(type, 'no_answer') && machine === listed.machine,
  );
  // A finding from before the machine went down stays open, but says nothing about the state now.
  if (down)
    return row(
      'unknown',
      `${severity === null ? '' : 'was in drift before; '}${DOWN} since ${relative(down.first_seen)}`,
    );
  if (severity !== null) {
    const first = own.reduce(
      (least, { first_seen }) => (first_seen < least ? first_seen : least),
      own[0]?.first_seen ?? '',
    );
    const since = seen?.state.status === 'drift' ? seen.since : first;
    return row(severity, `drift since ${relative(since)}`);
  }
  if (!seen) return row('unknown', 'not checked yet');
  if (seen.state.status === 'in_sync') return row('in_sync', `in sync since ${relative(seen.since)}`);
  if (seen.state.status === 'unknown') return row('unknown', `unknown since ${relative(seen.since)}`);
  return row('unknown', 'drift resolved; not fully checked since');
}

function unseenCount({ unseen }: ServiceState): string {
  return `${unseen.length} ${unseen.length === 1 ? 'fact' : 'facts'} not seen`;
}

function lineOf({ name, seen, shade, fact }: Row, newest: string): string {
  const who = `${shades[shade].dot} **${inert(name, NAME_MAX)}**`;
  if (!seen) return `${who} · ${fact}`;
  const { running_sha: running, expected_sha: expected, commits_behind: behind, uptime_seconds } = seen.state;
  // One may be a shorter prefix of the other.
  const moves = expected !== null && revision(running) !== revision(expected);
  const old = epochMs(newest) - epochMs(seen.at) > SAME_LOOK_MS;
  const facts = [
    who,
    [running === null && moves ? '?' : revision(running), ...(moves ? [revision(expected)] : [])]
      .filter((text) => text !== '')
      .join(' → '),
    behind === null || behind === 0 ? '' : `${behind} behind`,
    uptime_seconds === null ? '' : `up ${humanDuration(uptime_seconds)}`,
    fact,
    seen.state.unseen.length === 0 || shade === 'unknown'
      ? ''
      : `${shades.unknown.dot} ${unseenCount(seen.state)}`,
    old ? `last seen ${relative(seen.at)}` : '',
  ];
  return facts.filter((text) => text !== '').join(' · ');
}
