import { Resvg } from '@resvg/resvg-js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { altText } from '../../../embeds/history/alt-text.ts';
import { fleetChart } from '../../../embeds/history/chart.ts';
import { historyPicture } from '../../../embeds/history/picture.ts';
import { shades } from '../../../embeds/severity.ts';
import { anAudit, DAY, HOUR, start } from '../../support/embeds/history/audits.ts';
import { rounds } from '../../support/property-time.ts';

const chart = fleetChart([
  anAudit(start, { CRITICAL: 1, HIGH: 2, LOW: 3 }),
  anAudit(start + DAY),
  anAudit(start + 2 * DAY, { unknown: 4 }),
])!;
const colour = (shade: keyof typeof shades) => `#${shades[shade].colour.toString(16)}`;
/** Without the legend, which has all four. */
const plotted = (svg: string) => svg.slice(svg.lastIndexOf('>unknown'));

describe('the picture', () => {
  it('draws each severity and what is unknown in its own colour, with their numbers now', () => {
    const svg = historyPicture(chart, 'whole fleet', 'UTC');
    for (const layer of ['CRITICAL', 'HIGH', 'LOW', 'unknown', 'in_sync'] as const)
      expect(plotted(svg)).toContain(colour(layer));
    for (const words of ['Findings by severity', 'whole fleet', 'critical 0', 'unknown 4', 'nothing found'])
      expect(svg).toContain(`>${words}</text>`);
    expect(svg).toContain('>2 Mar</text>');
  });

  it('never has the colour of nothing found for what is unknown', () => {
    const svg = historyPicture(fleetChart([anAudit(start, { unknown: 1 })])!, 'whole fleet', 'UTC');
    expect(svg).not.toContain(colour('in_sync'));
    expect(svg).not.toContain('nothing found');
    expect(plotted(svg)).toContain(colour('unknown'));
  });

  it('says where no full audit looked', () => {
    expect(historyPicture(chart, 'x', 'UTC')).not.toContain('no full audit');
    const late = [0, 1, 2, 12].map((hour) => anAudit(start + hour * HOUR));
    expect(historyPicture(fleetChart(late)!, 'x', 'UTC')).toContain('no full audit');
  });

  it.each([
    ['</text><script>x</script>', '&lt;/text&gt;&lt;script&gt;x&lt;/script&gt;'],
    [`&amp;"'`, '&amp;amp;&quot;&apos;'],
    ['漢a😀', '\uFFFDa\uFFFD'],
    ['e\u0301', 'é'],
  ])('shows the name %j character by character', (name, written) => {
    expect(historyPicture(chart, name, 'UTC')).toContain(`>${written}</text>`);
  });

  it('is one well-formed document for any name and any numbers', () => {
    const marks = (svg: string) => svg.match(/<[a-z]+/g)?.length;
    const plain = marks(historyPicture(chart, 'plain', 'UTC'));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (name) => {
        const svg = historyPicture(chart, name, 'UTC');
        expect(marks(svg)).toBe(plain);
        expect(new Resvg(svg, { font: { loadSystemFonts: false } }).width).toBe(800);
      }),
      { numRuns: rounds(50) },
    );
  });

  it('keeps the legend inside, with the numbers of the largest fleet', () => {
    const many = { CRITICAL: 9999, HIGH: 9999, LOW: 9999, unknown: 9999 };
    const svg = historyPicture(fleetChart([anAudit(start, many)])!, 'x', 'UTC');
    const [, x, size] = /x="([\d.]+)" y="119" font-size="([\d.]+)"[^>]*>unknown/.exec(svg) ?? [];
    expect(Number(x) + 'unknown 9999'.length * Number(size) * 0.6).toBeLessThanOrEqual(790);
    expect(Number(size)).toBeGreaterThan(20);
  });
});

describe('its words', () => {
  it('say what it shows', () => {
    expect(altText(chart, 'whole fleet', 'UTC')).toBe(
      'Chart of findings by severity over time, whole fleet. From 1 Mar 2026 00:00 to 3 Mar 2026 00:00, UTC. ' +
        'Latest: critical 0, high 0, low 0, unknown services 4. ' +
        'Peak: critical 1, high 2, low 3, unknown services 0, on 1 Mar 2026 00:00.',
    );
  });

  it('say where nothing was found, and where nobody looked', () => {
    const quiet = fleetChart([0, 1, 2, 12].map((hour) => anAudit(start + hour * HOUR)))!;
    const said = altText(quiet, 'x', 'UTC');
    expect(said).toContain('No findings in this time.');
    expect(said).toContain('Times without full audits: 1, last from 1 Mar 2026 03:00 to 1 Mar 2026 12:00.');
  });

  it('are no more than Discord takes, for the longest name', () => {
    expect(altText(chart, '@'.repeat(500), 'America/Argentina/ComodRivadavia').length).toBeLessThan(1024);
  });
});
