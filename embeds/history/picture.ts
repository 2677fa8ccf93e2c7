import { shades } from '../severity.ts';
import { countTicks, timeTicks } from './axes.ts';
import { layers } from './chart.ts';
import type { Chart, Counts } from './chart.ts';
import { runsOf, shownSpan } from './columns.ts';
import type { Run } from './columns.ts';
import { drawable } from './drawable.ts';
import { stripRows, stripsHeight } from './strip-picture.ts';
import type { Strips } from './strips.ts';
import { element, text } from './svg.ts';

// A phone shows it at less than half of this width: so use few, large letters.
const WIDTH = 800;
const HEIGHT = 500;
const COLUMN = 4;
const PLOT = { left: 84, right: 784, top: 176, bottom: 416 } as const;
const COLUMNS = (PLOT.right - PLOT.left) / COLUMN;
/** Names are to its left. */
const STRIP_LEFT = 244;
const SCOPE_MAX = 52;
const DATES = 6;
/** Width of a letter relative to the font size: the font is monospaced. */
const LETTER = 0.6;
const INK = { ground: '#1e1f22', bright: '#f2f3f5', quiet: '#b5bac1', line: '#3f4147' } as const;

const NONE: Strips = { strips: [], more: 0 };

/**
 * Findings by severity over days, and below them each service's state, as an SVG 800 wide and at least 500 high.
 * @param scope what it covers: untrusted text
 */
export function historyPicture(chart: Chart, scope: string, timezone: string, strips = NONE): string {
  const height = HEIGHT + stripsHeight(strips);
  const runs = runsOf(chart, COLUMNS);
  const ticks = countTicks(Math.max(...runs.map(({ counts }) => (counts ? totalOf(counts) : 0))));
  const top = ticks.at(-1) ?? 1;
  const yOf = (count: number) => PLOT.bottom - ((PLOT.bottom - PLOT.top) * count) / top;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: WIDTH,
      height,
      viewBox: `0 0 ${WIDTH} ${height}`,
      'font-family': 'Roboto Mono',
    },
    [
      element('rect', { width: WIDTH, height, fill: INK.ground }),
      HATCH,
      text('Findings by severity', { x: 20, y: 44, 'font-size': 32, fill: INK.bright }),
      text(drawable(scope, SCOPE_MAX), { x: 20, y: 78, 'font-size': 23, fill: INK.quiet }),
      ...legend(chart),
      ...notes(chart),
      ...ticks.flatMap((count) => countLine(count, yOf(count))),
      ...runs.flatMap((run) => (run.counts ? stack(run, run.counts, yOf) : [gap(run)])),
      ...looks(chart),
      ...dates(chart, timezone),
      ...before(chart),
      ...stripRows(strips, { left: STRIP_LEFT, right: PLOT.right, top: HEIGHT }, stateColour, INK),
    ],
  );
}

function totalOf(counts: Counts): number {
  return layers.reduce((sum, layer) => sum + counts[layer], 0);
}

/** The legend, with the newest audit's numbers, which people look for first. */
function legend({ newest }: Chart): string[] {
  const entries = layers.map((layer) => ({ layer, words: `${shades[layer].word} ${short(newest[layer])}` }));
  const letters = entries.reduce((sum, { words }) => sum + words.length, 0);
  const size = Math.min(25, (WIDTH - 40 - entries.length * 48) / (letters * LETTER));
  let x = 20;
  return entries.flatMap(({ layer, words }) => {
    const fill = newest[layer] > 0 ? INK.bright : INK.quiet;
    const marks = [
      element('rect', { x, y: 99, width: 22, height: 22, rx: 4, fill: colour(layer) }),
      text(words, { x: x + 30, y: 119, 'font-size': size, fill }),
    ];
    x += 30 + words.length * size * LETTER + 18;
    return marks;
  });
}

/** Explains the other marks, only those that occur. */
function notes({ steps, gaps }: Chart): string[] {
  const shown = [
    ...(steps.some(({ counts }) => totalOf(counts) === 0)
      ? [{ words: 'nothing found', fill: colour('in_sync') }]
      : []),
    ...(gaps.length > 0 ? [{ words: 'no full audit', fill: 'url(#hatch)' }] : []),
  ];
  return shown.flatMap(({ words, fill }, index) => {
    const x = 20 + index * 260;
    return [
      element('rect', { x, y: 138, width: 22, height: fill.startsWith('#') ? 6 : 16, fill }),
      text(words, { x: x + 30, y: 151, 'font-size': 20, fill: INK.quiet }),
    ];
  });
}

function countLine(count: number, y: number): string[] {
  return [
    element('rect', { x: PLOT.left, y: y - 0.7, width: PLOT.right - PLOT.left, height: 1.4, fill: INK.line }),
    text(short(count), {
      x: PLOT.left - 12,
      y: y + 9,
      'font-size': 25,
      'text-anchor': 'end',
      fill: INK.quiet,
    }),
  ];
}

function stack({ first, columns }: Run, counts: Counts, yOf: (count: number) => number): string[] {
  const x = PLOT.left + first * COLUMN;
  const width = columns * COLUMN;
  if (totalOf(counts) === 0) {
    return [element('rect', { x, y: PLOT.bottom - 5, width, height: 5, fill: colour('in_sync') })];
  }
  let below = 0;
  return layers.flatMap((layer) => {
    if (counts[layer] === 0) return [];
    const foot = yOf(below);
    below += counts[layer];
    const y = yOf(below);
    // A seam, where there is room, separates colours that a colour-blind person cannot tell apart.
    const seam = foot - y > 8 ? 1.4 : 0;
    return [element('rect', { x, y, width, height: foot - y - seam, fill: colour(layer) })];
  });
}

const HATCH = element('defs', {}, [
  element('pattern', { id: 'hatch', width: 12, height: 12, patternUnits: 'userSpaceOnUse' }, [
    element('path', { d: 'M-3,3 l6,-6 M0,12 l12,-12 M9,15 l6,-6', stroke: '#6d6f78', 'stroke-width': 2 }),
  ]),
]);

function gap({ first, columns }: Run): string {
  const x = PLOT.left + first * COLUMN;
  const height = PLOT.bottom - PLOT.top;
  return element('rect', { x, y: PLOT.top, width: columns * COLUMN, height, fill: 'url(#hatch)' });
}

/** A mark under the axis for each audit, so that people see when something was observed and when not. */
function looks(chart: Chart): string[] {
  const at = new Set(chart.looks.map((look) => Math.round(xOf(chart, look) / 2) * 2));
  return [...at].map((x) =>
    element('rect', { x: x - 0.7, y: PLOT.bottom + 3, width: 1.4, height: 9, fill: INK.quiet }),
  );
}

function dates(chart: Chart, timezone: string): string[] {
  return timeTicks({ from: shownSpan(chart).from, until: chart.until }, timezone, DATES).flatMap(
    ({ at, label, below }) => {
      const x = Math.min(xOf(chart, at), PLOT.right - 40);
      return [
        element('rect', { x: xOf(chart, at) - 1, y: PLOT.bottom, width: 2, height: 16, fill: INK.quiet }),
        text(label, { x, y: 456, 'font-size': 25, 'text-anchor': 'middle', fill: INK.bright }),
        text(below, { x, y: 484, 'font-size': 20, 'text-anchor': 'middle', fill: INK.quiet }),
      ];
    },
  );
}

/** Labels the days before the first audit as empty. */
function before(chart: Chart): string[] {
  const width = xOf(chart, chart.from) - PLOT.left;
  if (width < 230) return [];
  const place = { x: PLOT.left + width / 2, y: (PLOT.top + PLOT.bottom) / 2, 'text-anchor': 'middle' };
  return [text('no audits recorded', { ...place, 'font-size': 23, fill: INK.quiet })];
}

function stateColour(state: Strips['strips'][number]['now']): string {
  return state === null ? INK.line : colour(state);
}

function xOf(chart: Chart, at: number): number {
  const { from, until } = shownSpan(chart);
  return PLOT.left + ((at - from) / (until - from)) * (PLOT.right - PLOT.left);
}

function short(count: number): string {
  return count < 10_000 ? String(count) : new Intl.NumberFormat('en', { notation: 'compact' }).format(count);
}

function colour(shade: keyof typeof shades): string {
  return `#${shades[shade].colour.toString(16).padStart(6, '0')}`;
}
