import type { Finding } from '../../src/findings/finding.ts';
import type { Severity } from '../../src/findings/severity.ts';
import type { Entry } from '../../src/report/living/living-alert.ts';
import { inert } from '../escape.ts';
import { findingLine } from '../finding/finding.ts';
import { groupTitle, isNamedInTitle, nameOf } from '../finding/group-title.ts';
import { relative } from '../finding/instants.ts';
import { shades } from '../severity.ts';
import { endingText } from './ending.ts';

const NAME_MAX = 90;

const why: Record<Entry['told'], string> = {
  new: ' · new',
  worse: ' · worse',
  again: ' · came back',
  lapsed: ' · its acknowledgement has expired',
  stood: '',
};

/** The finding of an entry, marked new as in the alert; null if the entry has none stored. */
export function findingAsTold({ finding, told, severity }: Entry): Finding | null {
  return finding && { ...finding, severity, status: told === 'new' ? 'new' : 'ongoing' };
}

/** ` · worse` and similar, to append to its name; empty for a new finding, which says so itself. */
export function whyText(entry: Entry | undefined): string {
  return entry === undefined || entry.told === 'new' ? '' : why[entry.told];
}

/** An open entry as one line. */
export function openLine(entry: Entry): string {
  const { severity, told } = entry;
  const finding = findingAsTold(entry);
  if (finding !== null) return `${findingLine(finding)}${whyText(entry)}`;
  return `${shades[severity].dot} ${who(entry)}${why[told]}`;
}

/** `🔴 shiva on tesseract · duplicate process · acknowledged by Ada until …` */
export function acknowledgedLine(entry: Entry): string {
  const { by = '', until = entry.first_seen } = entry.acknowledged ?? {};
  return `${shades[entry.severity].dot} ${who(entry)} · acknowledged by ${inert(by, 60) || 'somebody'} until ${relative(until)}`;
}

/** Struck through, with how long it was open and what ended it. */
export function endedLine(entry: Entry): string {
  const { ended } = entry;
  return `${shades.in_sync.dot} ~~${who(entry)}~~${ended ? ` · ${endingText(entry, ended)}` : ''}`;
}

/**
 * Entries of one type on one machine as one line: `🔴 16 services fail their health check: nas (apib, webapp and 14 more)`.
 * Resolved entries are struck through.
 */
export function groupLine(entries: readonly Entry[], dot: string, names: number): string {
  const [first] = entries;
  if (!first) return dot;
  const subjects = [...new Set(entries.map(nameOf))];
  const title = groupTitle(entries, { machines: false });
  const named = subjects.slice(0, names);
  const more =
    subjects.length > named.length
      ? ` and ${(subjects.length - named.length).toLocaleString('en-US')} more`
      : '';
  const list = isNamedInTitle(entries) ? '' : ` (${named.join(', ')}${more})`;
  const where = first.machine === null || first.service === null ? '' : `: ${inert(first.machine, 60)}`;
  const findings =
    entries.length > subjects.length && subjects.length > 1
      ? ` (${entries.length.toLocaleString('en-US')} findings)`
      : '';
  const line = entries.every(({ ended }) => ended !== null) ? `~~${title}~~` : title;
  return `${dot} ${line}${findings}${where}${list}`;
}

export function dotOf(severity: Severity): string {
  return shades[severity].dot;
}

function who(entry: Entry): string {
  const { service, machine } = entry;
  const names = [service, machine].filter((name) => name !== null).map((name) => inert(name, NAME_MAX));
  return `${names.join(' on ') || 'fleet'} · ${words(entry)}`;
}

function words({ type }: Pick<Entry, 'type'>): string {
  return type.replaceAll('_', ' ');
}
