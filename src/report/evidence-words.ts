import { humanDuration } from '../time/instant.ts';

/** Names for people, where the JSON's key is different. */
const words: Record<string, string> = {
  elapsed_seconds: 'running for',
  uptime_seconds: 'up for',
  ppid: 'parent pid',
  sha: 'commit',
  trees: 'process',
  processes: 'process count',
};
/** Values that are sentences and need no name in front. */
const sentences: readonly string[] = ['detail', 'reason'];

/** The name of a fact as people read it: `started_at` is `started`, `elapsed_seconds` is `running for`. */
export function nameOf(key: string): string {
  return words[key] ?? key.replace(/_(?:seconds|ms|at)$/, '').replaceAll('_', ' ');
}

/** Does the value follow the name without a colon? `running for 22s`. */
export function readsOn(key: string): boolean {
  return key === 'elapsed_seconds' || key === 'uptime_seconds';
}

export function speaksForItself(key: string): boolean {
  return sentences.includes(key);
}

/** A value with its unit: `elapsed_seconds` of 22 is `22s`. @param key its name in the JSON */
export function worded(key: string, value: string | number | boolean): string {
  if (typeof value !== 'number') return String(value);
  if (key.endsWith('_seconds')) return humanDuration(value);
  if (key.endsWith('_ms')) return humanDuration(value / 1000);
  return String(value);
}
