/** How much of what follows a character decides about it: `com/invite/`. */
const AHEAD = 12;
const ZERO_WIDTH_SPACE = '\u200B';

/**
 * Characters that are invisible or change how others are shown: format characters (right-to-left overrides,
 * zero-width joiners, tags), control characters, lone surrogates, and letters that render as nothing.
 */
const INVISIBLE = /[\p{Cf}\p{Cc}\p{Cs}\u115F\u1160\u2800\u3164\uFFA0]/gu;
const INVISIBLE_ONE = new RegExp(INVISIBLE.source, 'u');
/** More marks than a letter of any script has: they would be drawn over the lines above and below. */
const TOWER = /(\p{M}{3})\p{M}+/gu;
const MARKUP = /[\\*_~`|<>#[\]]/;
/** At the start of a line these make a list. */
const LIST = /^([-+](?= )|\d{1,9}(?=\. ))/;

/**
 * `text` as one line that Discord shows character by character, in messages and embeds: no markdown, link, mention,
 * timestamp or code fence. A run of whitespace becomes one space; an invisible character becomes the replacement
 * character. One character becomes three at most. The result has at most `max` UTF-16 units; it ends in `…` if it was
 * cut.
 */
export function inert(text: string, max = Number.POSITIVE_INFINITY): string {
  const line = visible(text);
  let out = '';
  let at = 0;
  for (const character of line) {
    const following = line.slice(at + character.length, at + character.length + AHEAD);
    const next = at === 0 ? guardFirst(line, character) : guard(character, following);
    at += character.length;
    const room = at < line.length ? max - 1 : max;
    if (out.length + next.length > room) return `${out}…`;
    out += next;
  }
  return out;
}

/**
 * The same, but text between two backticks stays code, ready to copy. Nothing in the text can end the code early.
 */
export function withCode(text: string, max: number): string {
  const parts = text.split('`');
  // We write backticks only in pairs.
  if (parts.length % 2 === 0 || !fits(text, max)) return inert(text, max);
  const shown = parts.map((part, index) => (index % 2 === 0 ? guarded(part) : codeOf(part)));
  const line = shown.join('').trim();
  return line.length <= max ? line : inert(text, max);
}

function guarded(part: string): string {
  const text = inert(part);
  if (text === '') return part === '' ? '' : ' ';
  return `${/^\s/.test(part) ? ' ' : ''}${text}${/\s$/.test(part) ? ' ' : ''}`;
}

function codeOf(part: string): string {
  const line = visible(part).replaceAll(/<(?=[@#:/t])/g, `<${ZERO_WIDTH_SPACE}`);
  const safe = line.replaceAll(/@(?=everyone|here)/gi, `@${ZERO_WIDTH_SPACE}`);
  return safe === '' ? '' : `\`${safe}\``;
}

/** Does all of the escaped text fit into `max` UTF-16 units? */
export function fits(text: string, max: number): boolean {
  return text.length * 3 <= max || inert(text).length <= max;
}

function visible(text: string): string {
  return text
    .replace(/[\s\u0085]+/g, ' ')
    .replace(INVISIBLE, '\uFFFD')
    .replace(TOWER, '$1')
    .trim();
}

function guardFirst(line: string, character: string): string {
  const [start] = LIST.exec(line) ?? [];
  // A number before a dot starts a list. A zero-width space prevents that and keeps the digits.
  if (start === undefined) return guard(character, line.slice(character.length, character.length + AHEAD));
  return /\d/.test(start) ? `${ZERO_WIDTH_SPACE}${character}` : `\\${character}`;
}

function guard(character: string, following: string): string {
  // Discord's server finds mentions before it reads markdown, so a backslash alone does not help.
  if (character === '<') return `\\<${ZERO_WIDTH_SPACE}`;
  if (character === '@' && /^(everyone|here)/i.test(following)) return `@${ZERO_WIDTH_SPACE}`;
  // A client shows who invites, with a button, also where no https:// precedes it.
  if (character === '.' && /^(?:gg|com\/invite)\//i.test(following)) return `.${ZERO_WIDTH_SPACE}`;
  if (MARKUP.test(character)) return `\\${character}`;
  // Discord turns https:// and similar into links.
  return character === ':' && following.startsWith('//') ? '\\:' : character;
}

/**
 * Text of several lines in a code block. Nothing in it ends the block or stays invisible. A text of more than `max`
 * UTF-16 units is cut at its start; a first line says so.
 */
export function fenced(text: string, max: number): string {
  const plain = text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\n]/gu, (character) => (INVISIBLE_ONE.test(character) ? '\uFFFD' : character))
    .replace(TOWER, '$1')
    .replaceAll('``', `\`${ZERO_WIDTH_SPACE}\``)
    .replaceAll('``', `\`${ZERO_WIDTH_SPACE}\``);
  const room = max - '```\n\n```'.length;
  if (plain.length <= room) return `\`\`\`\n${plain}\n\`\`\``;
  const note = `… ${plain.length} characters; the last ones:\n`;
  return `\`\`\`\n${note}${plain.slice(note.length - room).toWellFormed()}\n\`\`\``;
}
