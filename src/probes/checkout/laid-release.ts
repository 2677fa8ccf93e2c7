import type { LaidRelease } from '../../facts/checkout.ts';
import { LONGEST_REVISION } from './laid-script.ts';

const VERSION = /^[0-9A-Za-z][0-9A-Za-z._+/@-]*$/;

/**
 * The version in a REVISION file: its only word, or among several the only one that is a whole SHA (`commit a3f8…`).
 * @returns null if there is none, or the file is longer than what was read
 */
export function versionIn(text: string): string | null {
  if (text.length > LONGEST_REVISION) return null;
  const words = text.split(' ').filter((word) => word !== '');
  const shas = words.filter((word) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(word));
  const [only, other] = shas.length > 0 ? shas : words;
  return only !== undefined && other === undefined && VERSION.test(only) ? only : null;
}

/** Parses laid-script.ts's output. @returns null if it has no release. Never throws */
export function readLaidRelease(lines: readonly string[]): LaidRelease | null {
  const first = (word: string) => lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
  const text = first('revision');
  if (text === undefined) return null;
  const times = lines.flatMap((line) => {
    const [, modified, changed] = /^laid (\d{1,12}) (\d{1,12})$/.exec(line) ?? [];
    return modified !== undefined && changed !== undefined
      ? [{ modified: +modified, changed: +changed }]
      : [];
  });
  // A file's mtime may come from its builder's clock: it was certainly not written after its last change.
  const written = times.map(({ modified, changed }) => Math.min(modified, changed));
  return {
    file: first('file') ?? 'REVISION',
    version: versionIn(text),
    written_at: times.length === 0 ? null : Math.max(...written),
    settled_at: times.length === 0 ? null : Math.max(...times.map(({ changed }) => changed)),
  };
}
