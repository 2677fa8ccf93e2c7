import { EmbedBuilder } from '@discordjs/builders';
import type { APIEmbed } from 'discord.js';
import { inert } from './escape.ts';
import { absolute, relative } from './finding/instants.ts';
import { label } from './label.ts';
import { shades } from './severity.ts';

const NAME_MAX = 90;
const REASON_MAX = 900;

export type SilenceView = {
  service: string | null;
  machine: string | null;
  by: string;
  reason: string;
  /** ISO instant */
  until: string;
  /** trading services in its scope: their CRITICAL findings are still reported */
  trading: readonly string[];
};

/** Tells the channel what is silenced, by whom, until when, and what is still reported. */
export function silenceEmbed({ service, machine, by, reason, until, trading }: SilenceView): APIEmbed {
  const named = trading.slice(0, 5).map((name) => inert(name, NAME_MAX));
  const all = [...named, ...(trading.length > 5 ? [`${trading.length - 5} more`] : [])].join(', ');
  const told = all === '' ? [] : [{ name: 'Still reported', value: `CRITICAL findings of ${all}` }];
  return new EmbedBuilder()
    .setColor(shades.unknown.colour)
    .setTitle('Silenced')
    .setDescription(
      `No alerts for ${inert(silencedText({ service, machine }), 200)}. Reports still show the findings. \`/unack\` ends the silence.`,
    )
    .addFields(
      { name: 'By', value: inert(by, NAME_MAX) || 'somebody', inline: true },
      { name: 'Quiet until', value: `${absolute(until)} (${relative(until)})`, inline: true },
      { name: 'Reason', value: inert(reason, REASON_MAX) || '(none given)' },
      ...told,
    )
    .toJSON();
}

/** `the machine nas and its services`: plain text. */
export function silencedText({ service, machine }: Pick<SilenceView, 'service' | 'machine'>): string {
  return service === null ? `the machine ${machine ?? ''} and its services` : `the service ${service}`;
}

/** Tells everybody that an acknowledgement or a silence was ended early. */
export function muteEndedEmbed(what: string, ended: { by: string; reason: string }, by: string): APIEmbed {
  const was = `${inert(ended.by, NAME_MAX)} had silenced it: ${inert(ended.reason, REASON_MAX)}`;
  return new EmbedBuilder()
    .setColor(shades.progress.colour)
    .setTitle('Alerts are on again')
    .setDescription(
      `**${inert(what, 300)}**\n${was}\n${inert(by, NAME_MAX)} ended that. The next audit that finds it sends an alert.`,
    )
    .toJSON();
}

/** `silence of service shiva, until 2026-12-01 18:00: moving disks`, in at most 100 characters. */
export function silenceChoice(
  silence: Pick<SilenceView, 'service' | 'machine' | 'reason' | 'until'>,
): string {
  const what = silence.service === null ? `machine ${silence.machine ?? ''}` : `service ${silence.service}`;
  return label(
    `silence of ${what}, until ${silence.until.slice(0, 16).replace('T', ' ')} UTC: ${silence.reason}`,
  );
}
