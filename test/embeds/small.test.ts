import { describe, expect, it } from 'vitest';
import { errorEmbed, internalErrorEmbed } from '../../embeds/error.ts';
import { progressEmbed } from '../../embeds/progress.ts';
import { recognised } from '../support/embeds/recogniser.ts';

describe('progressEmbed', () => {
  it.each([
    [
      { done: 3, total: 5, waiting: ['tesseract', 'knox'] },
      '🔵 3 of 5 answers · waiting for tesseract, knox',
    ],
    [{ done: 1, total: 1, waiting: [] }, '🔵 1 of 1 answer'],
    [
      { done: 0, total: 10, waiting: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'] },
      '🔵 0 of 10 answers · waiting for a, b, c, d, e, f, g, h, 2 more',
    ],
    [
      { done: 1, total: 2, waiting: ['knox'], again: true },
      '🔵 Re-checking, in case it was temporary · waiting for knox',
    ],
  ])('%j', (progress, text) => {
    expect(progressEmbed(progress).description).toBe(text);
  });
});

describe('errorEmbed', () => {
  it('shows the text character by character, whatever somebody typed into it', () => {
    const { description = '' } = errorEmbed('no service "[x](https://evil.example) @everyone"');
    expect(description).toContain('no service "');
    expect(recognised(description)).toEqual([]);
  });

  it('holds a text of any length', () => {
    expect(errorEmbed('*'.repeat(10_000)).description).toMatch(/…$/);
  });
});

describe('internalErrorEmbed', () => {
  it('gives the id that the log carries', () => {
    expect(internalErrorEmbed('deadbeef').description).toContain('deadbeef');
  });
});
