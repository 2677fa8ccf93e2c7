import type { APIEmbed, APIEmbedField } from 'discord.js';
import { severities } from '../../src/findings/severity.ts';
import { isOpen } from '../../src/report/living/living-alert.ts';
import type { Entry, LivingAlert } from '../../src/report/living/living-alert.ts';
import { relative } from '../finding.ts';
import { limits, split } from '../limits.ts';
import { shades, worst } from '../severity.ts';
import { createLines, grouped, sections } from './layout.ts';

/** So many findings get a field of their own; the others a line each. */
const IN_FULL = 20;
/** More lines than these fit into no message, however short. */
const IN_LINES = 250;
/** What the fields below the findings may take at most. */
const TAIL_MAX = 2200;
/** For field names, and the line that says how many more there are. */
const SLACK = 300;

type Message = { embeds: APIEmbed[]; whole: boolean };

/**
 * The one message of an alert as it stands now: what is open in full as far as there is room, then in lines, then in
 * groups. `whole` is false where something is only counted, or a tail was cut: the file has it.
 */
export function alertEmbeds(alert: LivingAlert): Message {
  const frame = {
    title: titleOf(alert),
    description: alert.head.join('\n').slice(0, limits.fieldValue) || relative(alert.at),
    color: shades[shadeOf(alert)].colour,
    footer: footerOf(alert),
  };
  const tail = tailOf(alert);
  const parts = sections(alert.entries);
  for (const { fields, whole } of layouts(alert, parts)) {
    const [embeds = [], ...others] = split(frame, [...fields, ...tail.fields]);
    if (others.length === 0) return { embeds, whole: whole && tail.whole };
  }
  const texts = [frame, ...tail.fields].flatMap((part) => Object.values(part));
  const room = limits.embedTotal - SLACK - texts.reduce((sum, text) => sum + String(text).length, 0);
  const [embeds = []] = split(frame, [...grouped(parts, room), ...tail.fields]);
  return { embeds, whole: false };
}

/** From as much in full as there is, to a line each; none where there are too many even for lines. */
function* layouts({ entries }: LivingAlert, parts: ReturnType<typeof sections>) {
  if (entries.length > IN_LINES) return;
  const laid = createLines(parts);
  const kept = parts.open.filter(({ finding }) => finding !== null).length;
  for (let count = Math.min(IN_FULL, kept); count >= 0; count -= 1) yield laid(count);
}

/** No two messages of ours have the same, which is how one that arrived is known. */
export function footerOf({ kind, id }: LivingAlert): string {
  return `${kind === 'news' ? 'alert' : kind} ${id}`;
}

function tailOf({ tail, entries }: LivingAlert): { fields: APIEmbedField[]; whole: boolean } {
  const fields: APIEmbedField[] = [];
  let left = entries.length === 0 ? limits.embedTotal - limits.fieldValue - limits.title : TAIL_MAX;
  for (const field of tail) {
    left -= field.name.length + field.value.length;
    if (left < 0) return { fields, whole: false };
    fields.push(field);
  }
  return { fields, whole: true };
}

/** The worst that is open and not acknowledged, else what is acknowledged, else green. */
function shadeOf({ entries, calm }: LivingAlert): keyof typeof shades {
  const open = entries.filter(isOpen);
  const loud = open.filter(({ acknowledged }) => acknowledged === null);
  return worst(loud) ?? worst(open) ?? calm;
}

const words: Record<Entry['told'], string> = {
  new: 'new ',
  worse: 'worse ',
  again: 'returned ',
  lapsed: 'open ',
  stood: '',
};

function titleOf(alert: LivingAlert): string {
  const { entries } = alert;
  const { open, acknowledged, ended } = sections(entries);
  const counts = severities.flatMap((severity) =>
    (['new', 'worse', 'again', 'lapsed', 'stood'] as const).flatMap((told) => {
      const { length } = open.filter((entry) => entry.severity === severity && entry.told === told);
      return length === 0 ? [] : [`${shades[severity].dot} ${length} ${words[told]}${shades[severity].word}`];
    }),
  );
  if (acknowledged.length > 0) counts.push(`${acknowledged.length} acknowledged`);
  if (ended.length > 0) counts.push(`${shades.in_sync.dot} ${ended.length} resolved`);
  const prefix = { news: '', scan: 'Scheduled scan · ', answer: '', drill: 'DRILL · ', hello: '' }[
    alert.kind
  ];
  return `${prefix}${counts.join(' · ') || alert.title}`;
}
