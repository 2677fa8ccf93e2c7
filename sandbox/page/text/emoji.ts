import { el } from '../element.ts';
import { EMOJI, emojiFile } from './emoji-name.ts';

// Set when the page is built: the files below /emoji.
declare const EMOJI_FILES: string[];
const files = new Set(EMOJI_FILES);

/** Text with its emoji as pictures, so that they show without an emoji font, and as Discord draws them. */
export function withEmoji(text: string): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let at = 0;
  for (const { 0: emoji, index } of text.matchAll(EMOJI)) {
    const file = emojiFile(emoji);
    if (!files.has(file)) continue;
    if (index > at) nodes.push(text.slice(at, index));
    nodes.push(el('img', { className: 'emoji', src: `/emoji/${file}`, alt: emoji, draggable: false }));
    at = index + emoji.length;
  }
  return at < text.length ? [...nodes, text.slice(at)] : nodes;
}
