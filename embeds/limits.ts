import { EmbedBuilder } from '@discordjs/builders';
import type { APIEmbed, APIEmbedField } from 'discord.js';

/**
 * Discord's limits, in UTF-16 units where they are lengths (Discord counts code points, which are never more).
 * https://discord.com/developers/docs/resources/message#embed-object-embed-limits and the application command
 * and component pages next to it.
 */
export const limits = {
  embeds: 10,
  /** over all embeds of a message: titles, descriptions, field names and values, footers, authors */
  embedTotal: 6000,
  title: 256,
  description: 4096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1024,
  footer: 2048,
  choices: 25,
  choice: 100,
  commands: 100,
  actionRows: 5,
  customId: 100,
  modalTitle: 45,
  /** bytes of all files of a message on a guild without boosts */
  attachments: 10 * 1024 * 1024,
} as const;

/** The embeds of one message. */
export type Part = APIEmbed[];

/** The title and description are shown once, the footer at the end of each part. */
export type Frame = { title: string; description: string; color: number; footer: string };

const COUNT = ' · 1000 of 1000'.length;
/** Leaves room in the first part for one field of maximum length. */
const FRAME_MAX = limits.embedTotal - limits.fieldName - limits.fieldValue - COUNT;

/**
 * Packs fields, in their order, into as few messages as Discord's limits allow.
 * @throws if a field, the title, the description or the footer alone breaks a limit: the caller must shorten it, and
 *   say so
 */
export function split(frame: Frame, fields: APIEmbedField[]): Part[] {
  const fixed = frame.title.length + frame.description.length + frame.footer.length;
  if (fixed > FRAME_MAX) throw new RangeError(`embed frame of ${fixed} characters, at most ${FRAME_MAX}`);
  const reserved = frame.footer.length + COUNT;
  let embed = new EmbedBuilder()
    .setTitle(frame.title)
    .setDescription(frame.description)
    .setColor(frame.color);
  const parts = [[embed]];
  let size = reserved + frame.title.length + frame.description.length;
  for (const field of fields) {
    // Discord refuses these; the builders do not.
    if (!field.name.trim() || !field.value.trim()) throw new RangeError('embed field without name or value');
    const length = field.name.length + field.value.length;
    const part = parts.at(-1) ?? [];
    const embedFull = (embed.data.fields?.length ?? 0) >= limits.fields;
    if (size + length > limits.embedTotal || (embedFull && part.length >= limits.embeds)) {
      embed = new EmbedBuilder().setColor(frame.color);
      parts.push([embed]);
      size = reserved;
    } else if (embedFull) {
      embed = new EmbedBuilder().setColor(frame.color);
      part.push(embed);
    }
    embed.addFields(field);
    size += length;
  }
  return parts.map((part, index) => {
    const count = parts.length === 1 ? '' : ` · ${index + 1} of ${parts.length}`;
    part.at(-1)?.setFooter({ text: `${frame.footer}${count}` });
    return part.map((builder) => builder.toJSON());
  });
}

/** Lines as fields of at most 1024 characters, no line cut. @throws RangeError for a line longer than that */
export function lineFields(name: string, lines: string[]): APIEmbedField[] {
  const values: string[] = [];
  for (const line of lines) {
    if (line.length > limits.fieldValue) throw new RangeError(`line of ${line.length} characters`);
    const joined = `${values.at(-1) ?? ''}\n${line}`;
    if (values.length > 0 && joined.length <= limits.fieldValue) values.splice(-1, 1, joined);
    else values.push(line);
  }
  return values.map((value, index) => ({ name: index === 0 ? name : `${name} (continued)`, value }));
}
