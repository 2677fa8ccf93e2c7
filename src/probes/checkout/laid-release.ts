import { LONGEST_REVISION } from './laid-script.ts';

/** A release that a deployment laid into a folder, with the file REVISION that names it. */
export type LaidRelease = {
  /** the file, where its links lead to: untrusted text */
  file: string;
  /** what it says: a commit, a tag, or another word without blanks; null where it holds no such thing. Untrusted text */
  version: string | null;
  /**
   * Seconds since the epoch by the machine's clock, null where it does not say. The release came into its place at
   * `written_at` or later, and at `settled_at` or earlier: a file's own time may be that of its build, and the time of its
   * last change that of a `chmod`.
   */
  written_at: number | null;
  settled_at: number | null;
};

const VERSION = /^[0-9A-Za-z][0-9A-Za-z._+/@-]*$/;

/**
 * The version in a REVISION file: its only word, or among several the only one that is a whole SHA (`commit a3f8…`).
 * @returns null where there is none, or more than what was read
 */
export function versionIn(text: string): string | null {
  if (text.length > LONGEST_REVISION) return null;
  const words = text.split(' ').filter((word) => word !== '');
  const shas = words.filter((word) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(word));
  const [only, other] = shas.length > 0 ? shas : words;
  return only !== undefined && other === undefined && VERSION.test(only) ? only : null;
}

/** What laid-script.ts printed. @returns null where it printed nothing of a release. Never throws */
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
  // A file may bear a time that its builder's clock gave it: nothing was written after it last changed.
  const written = times.map(({ modified, changed }) => Math.min(modified, changed));
  return {
    file: first('file') ?? 'REVISION',
    version: versionIn(text),
    written_at: times.length === 0 ? null : Math.max(...written),
    settled_at: times.length === 0 ? null : Math.max(...times.map(({ changed }) => changed)),
  };
}
