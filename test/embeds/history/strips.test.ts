import { describe, expect, it } from 'vitest';
import { altText } from '../../../embeds/history/alt-text.ts';
import { fleetChart } from '../../../embeds/history/chart.ts';
import { shownSpan } from '../../../embeds/history/columns.ts';
import { historyPicture } from '../../../embeds/history/picture.ts';
import { stripsOf } from '../../../embeds/history/strips.ts';
import { anAudit, DAY, start } from '../../support/embeds/history/audits.ts';

type Counts = [number, number, number, number];
const at = (day: number) => new Date(start + day * DAY).toISOString();
const past = (...changes: [day: number, counts: Counts][]) => ({
  at: at(10),
  changes: changes.map(([day, counts]) => ({ at: at(day), counts })),
});
const chart = fleetChart([anAudit(start), anAudit(start + 10 * DAY, { CRITICAL: 1 })])!;
const span = shownSpan(chart);
const pasts = {
  well: past([0, [0, 0, 0, 0]]),
  mended: past([0, [0, 1, 0, 0]], [5, [0, 0, 0, 0]]),
  broken: past([5, [1, 0, 0, 0]]),
  blind: past([0, [0, 0, 0, 1]]),
};

describe('the strips', () => {
  it('stand with what is worst now first, and leave out what nobody saw', () => {
    const { strips, more } = stripsOf(['well', 'mended', 'never', 'blind', 'broken'], pasts, span);
    expect(strips.map(({ name, now }) => [name, now])).toEqual([
      ['broken', 'CRITICAL'],
      ['blind', 'unknown'],
      ['mended', 'in_sync'],
      ['well', 'in_sync'],
    ]);
    expect(more).toBe(0);
  });

  it('show each time its worst state, and nothing where nobody had looked', () => {
    const cells = (name: keyof typeof pasts) => stripsOf([name], pasts, span).strips[0]?.cells;
    expect(new Set(cells('well'))).toEqual(new Set(['in_sync']));
    expect(cells('mended')?.slice(0, 17)).toEqual(Array.from({ length: 17 }, () => 'HIGH'));
    expect(cells('mended')?.slice(17)).not.toContain('HIGH');
    expect(cells('broken')?.slice(0, 16)).toEqual(Array.from({ length: 16 }, () => null));
    expect(cells('broken')?.at(-1)).toBe('CRITICAL');
  });

  it('say how many have no room', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`s${index}`, pasts.well]));
    const drawn = stripsOf(Object.keys(many), many, span);
    expect([drawn.strips.length, drawn.more]).toEqual([8, 12]);
    expect(historyPicture(chart, 'x', 'UTC', drawn)).toContain('>and 12 more</text>');
    expect(altText(chart, 'x', 'UTC', drawn)).toContain('12 more services are not shown.');
  });

  it('are told to those who cannot see them', () => {
    const strips = stripsOf(['broken', 'mended'], pasts, span);
    expect(altText(chart, 'whole fleet', 'UTC', strips)).toMatch(
      /By service: broken critical now, unhealthy for 100 %, mended in sync now, unhealthy for \d\d %\./,
    );
  });
});

describe('a single audit', () => {
  it('stands at the end of a week, and the days before it say that nobody looked', () => {
    const svg = historyPicture(fleetChart([anAudit(start, { HIGH: 1 })])!, 'x', 'UTC');
    expect(svg).toContain('>no audits recorded</text>');
    expect(svg.match(/>\d+ (Feb|Mar)</g)?.length).toBeGreaterThan(2);
  });
});
