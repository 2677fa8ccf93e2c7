import { quotable } from '../../src/text/observed-text.ts';
import { wallClock } from '../../src/time/time-zone.ts';
import { shades } from '../severity.ts';
import { layers } from './chart.ts';
import type { Chart, Counts } from './chart.ts';
import type { Strips } from './strips.ts';

const SCOPE_MAX = 120;
const NAME_MAX = 30;

/** What the picture shows, for people who cannot see it: plain text without markup, within Discord's 1024 characters. */
export function altText(
  chart: Chart,
  scope: string,
  timezone: string,
  { strips, more }: Strips = { strips: [], more: 0 },
): string {
  const when = (at: number) => {
    const { day, year, clock } = wallClock(at, timezone);
    return `${day} ${year} ${clock}`;
  };
  const total = ({ counts }: Chart['steps'][number]) => layers.reduce((sum, layer) => sum + counts[layer], 0);
  const most = chart.steps.toSorted((one, other) => total(other) - total(one))[0];
  const clean = chart.steps.filter((step) => total(step) === 0).length;
  const sentences = [
    `Chart of findings by severity over time, ${quotable(scope, SCOPE_MAX)}`,
    `From ${when(chart.from)} to ${when(chart.until)}, ${timezone}`,
    `Latest: ${counted(chart.newest)}`,
    ...(most && total(most) > 0 ? [`Peak: ${counted(most.counts)}, on ${when(most.from)}`] : []),
    ...(clean === chart.steps.length ? ['No findings in this time'] : []),
    ...chart.gaps.slice(-1).map(({ from, until }) => {
      return `Times without full audits: ${chart.gaps.length}, last from ${when(from)} to ${when(until)}`;
    }),
    ...(strips.length > 0 ? [`By service: ${strips.map(stripWords).join(', ')}`] : []),
    ...(more > 0 ? [`${more} more services are not shown`] : []),
  ];
  return `${sentences.join('. ')}.`;
}

/** `shiva critical now, unhealthy for 34 %`: the share of the time that was observed. */
function stripWords({ name, cells, now }: Strips['strips'][number]): string {
  const seen = cells.filter((cell) => cell !== null);
  const bad = seen.filter((cell) => cell !== 'in_sync').length;
  const word = now === null ? 'not seen' : shades[now].word;
  return `${quotable(name, NAME_MAX)} ${word} now, unhealthy for ${Math.round((100 * bad) / Math.max(1, seen.length))} %`;
}

function counted(counts: Counts): string {
  const word = (layer: (typeof layers)[number]) =>
    layer === 'unknown' ? 'unknown services' : shades[layer].word;
  return layers.map((layer) => `${word(layer)} ${counts[layer]}`).join(', ');
}
