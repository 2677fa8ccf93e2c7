import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fenced, inert } from '../../embeds/escape.ts';
import { recognised } from '../support/embeds/recogniser.ts';
import { rounds } from '../support/property-time.ts';

const hostile = [
  ['@everyone', 'everyone'],
  ['@HERE', 'everyone'],
  ['<@1100000000000000007>', 'user mention'],
  ['<@!1100000000000000007>', 'user mention'],
  ['<@&1100000000000000005>', 'role mention'],
  ['<#1100000000000000003>', 'channel mention'],
  ['</drift:1100000000000000001>', 'slash command'],
  ['<id:customize>', 'guild link'],
  ['<t:0:R>', 'timestamp'],
  ['<:skull:1100000000000000001>', 'custom emoji'],
  ['<https://evil.example>', 'angle link'],
  ['https://evil.example/x', 'autolink'],
  ['steam://run/1', 'autolink'],
  ['discord.gg/abc', 'invitation'],
  ['discordapp.com/invite/abc', 'invitation'],
  ['[all is well](https://evil.example)', 'masked link'],
  ['```\nrm -rf\n```', 'code fence'],
  ['`x`', 'inline code'],
  ['**bold**', 'bold or italic'],
  ['__name__', 'underline or italic'],
  ['~~gone~~', 'strikethrough'],
  ['||hidden||', 'spoiler'],
  ['# Big', 'heading'],
  ['-# small', 'subtext'],
  ['> said', 'quote'],
  ['>>> said', 'quote'],
  ['- item', 'list'],
  ['1. item', 'list'],
  ['one\ntwo', 'second line'],
  ['one\u2028two', 'second line'],
  ['gnp.\u202Eexe', 'direction override'],
  ['a\u200Db\u00ADc', 'zero-width character'],
] as const;

const pieces = fc.constantFrom(
  ...hostile.map(([text]) => text),
  '\\',
  '`',
  '[',
  '](',
  ')',
  '<',
  '@',
  '\n',
  ' ',
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 12 }).map((parts) => parts.join('')),
);

describe('inert', () => {
  it.each(hostile)('disarms %j, which is %s otherwise', (raw, what) => {
    expect(recognised(raw)).toContain(what);
    expect(recognised(inert(raw))).toEqual([]);
  });

  it('lets no text through as markdown, link or mention', () => {
    fc.assert(
      fc.property(text, (raw) => {
        expect(recognised(inert(raw))).toEqual([]);
      }),
      { numRuns: rounds(3000) },
    );
  });

  it('lets none through inside bold or behind a link of ours', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const around = `**a${inert(raw)}** on ${inert(raw)} · [compare](x)`;
        expect(recognised(around).toSorted()).toEqual(['bold or italic', 'masked link']);
      }),
    );
  });

  it('shows what was there: without its backslashes it is the text, spaces joined', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 80 }), (raw) => {
        const shown = inert(raw)
          .replace(/\\([^0-9A-Za-z\s])/g, '$1')
          .replaceAll('\u200B', '');
        expect(shown).toBe(raw.replace(/\s+/g, ' ').trim());
      }),
    );
  });

  it('is at most three times as long, and keeps to a maximum without a torn escape', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 50 }), (raw, max) => {
        expect(inert(raw).length).toBeLessThanOrEqual(3 * raw.length);
        const short = inert(raw, max);
        expect(short.length).toBeLessThanOrEqual(max);
        expect(short === inert(raw) || short.endsWith('…')).toBe(true);
        expect(recognised(short)).toEqual([]);
        expect(short).not.toMatch(/(^|[^\\])(\\\\)*\\…$/);
        expect(short.isWellFormed()).toBe(true);
      }),
    );
  });

  it('keeps three marks of a letter, so that none covers other lines', () => {
    expect(inert(`a${'\u0301'.repeat(40)}b`)).toBe(`a${'\u0301'.repeat(3)}b`);
    expect(fenced(`a${'\u0301'.repeat(40)}b`, 100)).toBe(`\`\`\`\na${'\u0301'.repeat(3)}b\n\`\`\``);
    for (const word of ['ที่', 'क्षेत्र', 'Việt']) expect(inert(word)).toBe(word);
  });

  it('leaves the lesson’s sentence as it is', () => {
    const sentence =
      'akashic-records on knox-mac-mini is running commit a3f8c21 (2026-03-27), main is b9d1e44 (2026-03-29). 4 commits behind. Last changed: indexer.py — reindex logic updated.';
    expect(inert(sentence)).toBe(sentence);
  });

  it('leaves addresses and paths readable', () => {
    expect(inert('100.91.193.23 refused git@github.com:a/b.git -1')).toBe(
      '100.91.193.23 refused git@github.com:a/b.git -1',
    );
  });
});
