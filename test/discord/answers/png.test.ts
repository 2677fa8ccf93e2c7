import { describe, expect, it } from 'vitest';
import { pngOf } from '../../../src/discord/answers/png.ts';

const letters = (font: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="500"><text y="40" font-family="${font}">drift</text></svg>`;

describe('a picture', () => {
  it('is a PNG of one and a half times the size, with letters of the font that comes with the bot', async () => {
    const png = (await pngOf(letters('Roboto Mono')))!;
    expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 750]);
    const blank = (await pngOf(letters('Roboto Mono').replace('drift', '')))!;
    expect(png.equals(blank)).toBe(false);
  });

  it('is the same whatever fonts the machine has', async () => {
    expect(await pngOf(letters('DejaVu Sans'))).toEqual(await pngOf(letters('Roboto Mono')));
  });

  it('lets others have their turn while it is drawn', async () => {
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 0);
    await pngOf(letters('Roboto Mono'));
    clearInterval(counting);
    // how many depends on how fast it is drawn
    expect(turns).toBeGreaterThan(0);
  });

  it('fails where the document is none', async () => {
    await expect(pngOf('<svg')).rejects.toThrow(/SVG/);
  });
});
