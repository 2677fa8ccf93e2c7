import type { Finding } from '../../src/findings/finding.ts';
import type { Severity } from '../../src/findings/severity.ts';
import type { Entry } from '../../src/report/living/living-alert.ts';
import { inert } from '../escape.ts';
import { findingLine } from '../finding/finding.ts';
import { relative } from '../finding/instants.ts';
import { shades } from '../severity.ts';
import { endingText } from './ending.ts';

const NAME_MAX = 90;

const why: Record<Entry['told'], string> = {
  new: ' · new',
  worse: ' · worse',
  again: ' · came back',
  lapsed: ' · its acknowledgement has run out',
  stood: '',
};

/** The finding of an entry, as new as the alert tells it; null where it was not kept. */
export function findingAsTold({ finding, told, severity }: Entry): Finding | null {
  return finding && { ...finding, severity, status: told === 'new' ? 'new' : 'ongoing' };
}

/** ` · worse`, for the end of its name; nothing for a new one, which says so itself. */
export function whyText(entry: Entry | undefined): string {
  return entry === undefined || entry.told === 'new' ? '' : why[entry.told];
}

/** An entry that stands, as one line. */
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

/** Struck through, with how long it stood and what ended it. */
export function endedLine(entry: Entry): string {
  const { ended } = entry;
  return `${shades.in_sync.dot} ~~${who(entry)}~~${ended ? ` · ${endingText(entry, ended)}` : ''}`;
}

/** Entries of one kind as one line: `🔴 16 × health check failed on nas: apib, webapp and 14 more`. */
export function groupLine(entries: readonly Entry[], dot: string, names: number): string {
  const [first] = entries;
  if (!first) return dot;
  const named = entries.slice(0, names).map(({ service }) => inert(service ?? 'the machine itself', 40));
  const more = entries.length > named.length ? ` and ${entries.length - named.length} more` : '';
  const where = first.machine === null ? '' : ` on ${inert(first.machine, 60)}`;
  const list = named.length === 0 ? '' : `: ${named.join(', ')}${more}`;
  return `${dot} ${entries.length} × ${words(first)}${where}${list}`;
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
