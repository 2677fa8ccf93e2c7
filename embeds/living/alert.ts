import type { APIEmbed, APIEmbedField } from 'discord.js';
import { severities } from '../../src/findings/severity.ts';
import { isOpen } from '../../src/report/living/living-alert.ts';
import type { Entry, LivingAlert } from '../../src/report/living/living-alert.ts';
import { relative } from '../finding/instants.ts';
import { limits, split } from '../limits.ts';
import { shades, worst } from '../severity.ts';
import { fullFields, grouped, lined, sections } from './layout.ts';

/** Most characters for the groups of a storm: a screen or two. */
const GROUPS_MAX = 2400;
/** Most characters for the fields below the findings. */
const TAIL_MAX = 1500;
/** Room for field names, and for the line that says how many more there are. */
const SLACK = 300;

type Message = { embeds: APIEmbed[]; whole: boolean };

/**
 * The current text of an alert's message. Open findings are shown in full as far as there is room, then as lines, then
 * in groups. `whole` is false if something is only counted, or a tail was cut: the file has it.
 */
export function alertEmbeds(alert: LivingAlert): Message {
  const frame = {
    title: titleOf(alert),
    description: alert.head.join('\n').slice(0, limits.fieldValue) || relative(alert.at),
    color: shades[shadeOf(alert)].colour,
    footer: footerOf(alert),
  };
  const tail = tailOf(alert);
  const { fields: full, rest } = fullFields(sections(alert.entries));
  const lines = lined(rest, full.length === 0);
  if (lines !== null) {
    const [embeds = [], ...others] = split(frame, [...full, ...lines, ...tail.fields]);
    if (others.length === 0) return { embeds, whole: rest.open.length === 0 && tail.whole };
  }
  const texts = [frame, ...full, ...tail.fields].flatMap((part) => Object.values(part));
  const room = limits.embedTotal - SLACK - texts.reduce((sum, text) => sum + String(text).length, 0);
  const groups = grouped(rest, Math.min(room, GROUPS_MAX), full.length === 0);
  const [embeds = []] = split(frame, [...full, ...groups, ...tail.fields]);
  return { embeds, whole: false };
}

/** Unique per message: by it the bot recognises a message that did arrive. */
export function footerOf({ kind, id }: LivingAlert): string {
  // There is only one of these per channel.
  if (kind === 'hello') return 'Driftwatch says hello';
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

/** The worst open severity that nobody acknowledged; else the worst open one; else green or grey. */
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
      return length === 0
        ? []
        : [
            `${shades[severity].dot} ${length.toLocaleString('en-US')} ${words[told]}${shades[severity].word}`,
          ];
    }),
  );
  if (acknowledged.length > 0) counts.push(`${acknowledged.length.toLocaleString('en-US')} acknowledged`);
  if (ended.length > 0) counts.push(`${shades.in_sync.dot} ${ended.length.toLocaleString('en-US')} resolved`);
  const prefix = { news: '', scan: 'Scheduled scan · ', answer: '', drill: 'DRILL · ', hello: '' }[
    alert.kind
  ];
  return `${prefix}${counts.join(' · ') || alert.title}`;
}
