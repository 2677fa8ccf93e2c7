import type { APIEmbed, APIEmbedField } from 'discord.js';
import type { PageMessage } from '../page-server/page-protocol.ts';
import { el, safeUrl } from './element.ts';
import { withEmoji } from './text/emoji.ts';
import { inline } from './text/inline-markdown.ts';
import { markdown } from './text/markdown.ts';
import { calendar } from './text/time.ts';

/** An embed as Discord shows it. Pictures that came with the message are shown; those from elsewhere are named, not loaded. */
export function embedView(embed: APIEmbed, attachments: PageMessage['attachments']): HTMLElement {
  const color = `#${(embed.color ?? 0x1e1f22).toString(16).padStart(6, '0')}`;
  const pictures = [embed.image?.url, embed.thumbnail?.url].filter((url) => url !== undefined);
  return el(
    'discord-embed',
    { slot: 'embeds', color, dataset: { embed: '' } },
    el('discord-embed-description', { slot: 'description' }, author(embed), title(embed), description(embed)),
    fieldsView(embed.fields ?? []),
    ...pictures.map((url) => picture(url, attachments)),
    footerView(embed),
  );
}

function picture(url: string, attachments: PageMessage['attachments']): HTMLElement {
  const file = attachments.find((attachment) => attachment.url === url);
  if (!file) return el('small', { slot: 'footer', className: 'subtext' }, `picture: ${url}`);
  return el('img', {
    slot: 'footer',
    className: 'embed-picture',
    src: new URL(url).pathname,
    alt: file.description,
    title: file.description,
  });
}

function author({ author }: APIEmbed): HTMLElement | null {
  return author?.name ? el('div', { className: 'embed-author' }, ...withEmoji(author.name)) : null;
}

function title(embed: APIEmbed): HTMLElement | null {
  if (!embed.title) return null;
  const text = inline(embed.title, 'title');
  const href = embed.url ? safeUrl(embed.url) : null;
  const linked = href ? [el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...text)] : text;
  return el('div', { className: 'embed-title' }, ...linked);
}

function description(embed: APIEmbed): HTMLElement | null {
  return embed.description ? el('div', { className: 'embed-text' }, markdown(embed.description)) : null;
}

function fieldsView(fields: APIEmbedField[]): HTMLElement | null {
  if (fields.length === 0) return null;
  let column = 0;
  const views = fields.map((field) => {
    column = field.inline ? (column % 3) + 1 : 0;
    return el(
      'discord-embed-field',
      field.inline ? { inline: true, inlineIndex: column } : {},
      el('div', { className: 'field-name' }, ...inline(field.name, 'title')),
      el('div', { className: 'field-value' }, markdown(field.value)),
    );
  });
  return el('discord-embed-fields', { slot: 'fields' }, ...views);
}

/** Discord renders no markdown in a footer; the embed's timestamp follows a bullet. */
function footerView({ footer, timestamp }: APIEmbed): HTMLElement | null {
  const parts = [footer?.text ?? '', timestamp ? calendar(timestamp) : ''].filter(Boolean);
  return parts.length > 0
    ? el('discord-embed-footer', { slot: 'footer' }, ...withEmoji(parts.join(' • ')))
    : null;
}
