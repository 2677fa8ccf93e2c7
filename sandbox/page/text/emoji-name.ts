/** What Unicode recommends to be shown as an emoji: with its variation selector where it wants one. */
export const EMOJI = /\p{RGI_Emoji}/gv;

const JOINER = '\u200D';
const VARIATION = /\uFE0F/g;

/** The name of an emoji's picture in Twemoji: its code points. The variation selector is left out but in sequences. */
export function emojiFile(emoji: string): string {
  const named = emoji.includes(JOINER) ? emoji : emoji.replace(VARIATION, '');
  return `${Array.from(named, (character) => (character.codePointAt(0) ?? 0).toString(16)).join('-')}.svg`;
}
