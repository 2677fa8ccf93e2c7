import { severities } from '../../src/findings/severity.ts';
import type { Entry, LivingAlert } from '../../src/report/living/living-alert.ts';
import { shades } from '../severity.ts';
import { groupTitle, whoOf } from '../finding/group-title.ts';
import { sections } from './layout.ts';
import { urgentEntries } from './urgent.ts';

/** A phone cuts a push at this length. */
const PUSH_MAX = 150;

const why: Record<Entry['told'], string> = {
  new: '',
  worse: ', worse',
  again: ', came back',
  lapsed: ', acknowledged until now',
  stood: '',
};

/**
 * The push text of an alert: `🔴 2 critical: apib and webapp fail their health check`. It says what is open now, so an
 * edited message never names a resolved finding. At most 150 characters of inert text, without the mention.
 */
export function pushLine(alert: LivingAlert): string {
  if (alert.kind === 'drill') return 'DRILL: nothing is wrong';
  const prefix = alert.kind === 'scan' ? 'Scheduled scan: ' : '';
  const { open, acknowledged, ended } = sections(alert.entries);
  if (open.length > 0) return lineOf(prefix, open);
  if (acknowledged.length > 0) return `${prefix}${countsOf(acknowledged)}, acknowledged`;
  if (ended.length > 0)
    return `${prefix}${shades.in_sync.dot} ${ended.length.toLocaleString('en-US')} resolved: ${whoOf(ended)}`;
  return `${prefix}${alert.title}`.slice(0, PUSH_MAX);
}

/** The same, for urgent entries only. */
export function urgentLine(alert: LivingAlert): string {
  return lineOf('', urgentEntries(alert));
}

function lineOf(prefix: string, entries: readonly Entry[]): string {
  const told = new Set(entries.map((entry) => entry.told));
  const [only = 'new'] = told.size === 1 ? told : [];
  let line = `${prefix}${countsOf(entries)}${why[only]}`;
  let left = entries.length;
  const groups = Map.groupBy(entries, ({ severity, type }) => `${severity} ${type}`);
  for (const [index, own] of [...groups.values()].entries()) {
    const more = left === own.length ? '' : moreOf(left - own.length);
    const next = [true, false]
      .map((machines) => `${line}${index === 0 ? ': ' : '; '}${groupTitle(own, { machines })}`)
      .find(({ length }) => length + more.length <= PUSH_MAX);
    if (next === undefined) break;
    line = next;
    left -= own.length;
  }
  return left === 0 || left === entries.length ? line : `${line}${moreOf(left)}`;
}

function moreOf(count: number): string {
  return `; ${count} more`;
}

function countsOf(entries: readonly Entry[]): string {
  const counts = severities.flatMap((severity) => {
    const { length } = entries.filter((entry) => entry.severity === severity);
    return length === 0
      ? []
      : [`${shades[severity].dot} ${length.toLocaleString('en-US')} ${shades[severity].word}`];
  });
  return counts.join(', ');
}
