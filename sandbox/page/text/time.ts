import { el } from '../element.ts';

const STYLES: Record<string, Intl.DateTimeFormatOptions> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** Discord's `<t:seconds:style>` as people see it; the exact time is in the tooltip. */
export function timestamp(seconds: number, style: string): HTMLElement {
  const date = new Date(seconds * 1000);
  const title = format(date, 'F');
  if (style !== 'R') return el('span', { className: 'timestamp', title }, format(date, style));
  const dataset = { seconds: String(seconds) };
  return el('span', { className: 'timestamp relative', title, dataset }, ago(seconds));
}

/** Keeps "3 minutes ago" true. */
export function refreshRelativeTimes(): void {
  for (const span of document.querySelectorAll<HTMLElement>('.relative'))
    span.textContent = ago(Number(span.dataset['seconds']));
}

/** "Today at 18:00", "Yesterday at 18:00", else date and time, as next to a message's author. */
export function calendar(iso: string): string {
  const date = new Date(iso);
  const time = date.toLocaleTimeString('en', { timeStyle: 'short' });
  const days = Math.round((startOfDay(new Date()) - startOfDay(date)) / 86_400_000);
  if (days === 0) return `Today at ${time}`;
  if (days === 1) return `Yesterday at ${time}`;
  return `${date.toLocaleDateString('en', { dateStyle: 'short' })} ${time}`;
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function format(date: Date, style: string): string {
  return date.toLocaleString('en', STYLES[style] ?? STYLES['f']);
}

function ago(seconds: number): string {
  const difference = seconds - Date.now() / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(difference) >= size) ?? ['second', 1];
  return relative.format(Math.round(difference / size), unit);
}
