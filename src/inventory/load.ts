import { extname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { furtherProblems } from './further-problems.ts';
import { checked, problemsOf } from './text/issues.ts';
import { jsonProblem } from './text/json-text.ts';
import { ManifestFile } from './manifest-file.ts';
import { problemsError } from './text/problem.ts';
import type { Problem } from './text/problem.ts';
import { currentMark, readText } from './text/read-text.ts';
import { resolve } from './resolve.ts';
import type { Resolved, ManifestSource } from './manifest.ts';
import { parseYaml } from './text/yaml-text.ts';
import type { Parsed } from './text/yaml-text.ts';

/** A manifest as read, or all that is wrong with the file. `modified` differs once the file has changed. */
type Reading = { modified: string | null } & (
  | (Resolved & { problems: null })
  /** `text`: the text that the problems' paths refer to; empty if it could not be parsed */
  | { manifest: null; problems: Problem[]; text: string }
);

/**
 * Reads the manifest at `path`: JSON if the name ends in .json, else YAML. Never throws for a bad file. It pauses, since
 * thousands of services take a while.
 */
export async function readManifest(path: string): Promise<Reading> {
  const { text, problem, mark: modified } = await readText(path);
  if (text === null) return unread(modified, problem ?? 'cannot be read');
  const parsed = parse(text, extname(path).toLowerCase() === '.json');
  if (parsed.problem !== null) return unread(modified, parsed.problem);
  await nextTurn();
  const found = checked(ManifestFile, parsed.value);
  if (!found.success) {
    const { issues } = found.error;
    const further = furtherProblems(parsed.value, issues);
    const problems = [...problemsOf(issues, parsed.value, ManifestFile), ...further];
    return { modified, manifest: null, problems, text };
  }
  await nextTurn();
  const { manifest, notes, problems } = resolve(found.data);
  if (problems.length > 0) return { modified, manifest: null, problems, text };
  return { modified, manifest, notes, problems: null };
}

function unread(modified: string | null, text: string): Reading {
  return { modified, manifest: null, problems: [{ path: null, text }], text: '' };
}

function parse(text: string, json: boolean): Parsed {
  if (text.trim() === '') return { value: null, problem: 'the file is empty: a manifest has services' };
  if (!json) {
    const parsed = parseYaml(text);
    const empty = parsed.problem === null && parsed.value === null;
    return empty ? { value: null, problem: 'the file holds only comments: a manifest has services' } : parsed;
  }
  const problem = jsonProblem(text);
  if (problem !== null) return { value: null, problem };
  const value: unknown = JSON.parse(text);
  return { value, problem: null };
}

/** @throws UserError `<file>: <path>: <what is wrong>`: the first problem, and how many more there are */
export async function loadManifest(path: string): Promise<Resolved & { modified: string | null }> {
  const reading = await readManifest(path);
  if (reading.problems !== null) throw problemsError(path, reading.problems);
  return { manifest: reading.manifest, notes: reading.notes, modified: reading.modified };
}

/** The manifest of a running bot: a broken edit leaves the last good one in use. */
export function createManifestSource(path: string): ManifestSource {
  let good: (Resolved & { warning: string | null }) | null = null;
  let read: string | null = null;
  let reading: Promise<Resolved & { warning: string | null }> | null = null;

  async function reload() {
    const mark = await currentMark(path);
    if (good && mark !== null && mark === read) return good;
    const found = await readManifest(path);
    if (found.problems === null) good = { manifest: found.manifest, notes: found.notes, warning: null };
    else if (good) good = { ...good, warning: warningOf(path, found.problems) };
    else throw problemsError(path, found.problems);
    read = found.modified;
    return good;
  }

  async function current() {
    // concurrent callers share one reading
    reading ??= reload().finally(() => {
      reading = null;
    });
    return await reading;
  }

  return { current };
}

function warningOf(path: string, problems: Problem[]): string {
  return `the last good manifest is still used: ${problemsError(path, problems).message}`;
}
