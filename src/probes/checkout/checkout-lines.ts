import type { Move, Checkout } from '../../facts/checkout.ts';
import { MOST_CHANGES } from './changes-script.ts';
import { WITHOUT_GIT } from './checkout-script.ts';
import { readLaidRelease } from './laid-release.ts';
import { seen, unseen, unseenWith } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';

/** The unknown fields of a release that was deployed without git. */
const withoutGit = {
  head: null,
  branch: null,
  contained: null,
  changed: [],
  changes: 0,
  more: false,
  unjudged: 0,
  moves: [],
  committed_at: null,
} satisfies Partial<Checkout>;

const NAMES = 50;

export const GIT_IS_MISSING = 'git is not installed on the machine, or not on the PATH of the SSH user';

/** Parses one block of checkout-script.ts. Never throws. */
export function readCheckout(path: string, lines: readonly string[]): Observation<Checkout> {
  const facts = Map.groupBy(lines, (line) => line.split(' ', 1)[0] ?? '');
  const first = (word: string) => facts.get(word)?.[0]?.slice(word.length + 1);
  const said = (facts.get('said') ?? []).map((line) => line.slice('said '.length)).join('; ');
  const problem = lines.includes('problem slow') ? 'slow' : first('problem');
  if (problem !== undefined) return problemOf(path, problem, said);
  const now = Number(/^(\d{1,12})$/.exec(first('now') ?? '')?.[1]);
  const laid = readLaidRelease(lines);
  if (laid !== null)
    return Number.isNaN(now)
      ? unseen('malformed', `the machine does not say when it read ${path}`)
      : seen({ ...withoutGit, now, laid });
  const git = (facts.get('git') ?? []).map((line) => line.slice('git '.length));
  const oid = /^# branch\.oid (\(initial\)|[0-9a-f]{40}|[0-9a-f]{64})$/.exec(git[0] ?? '')?.[1];
  const changes = git.slice(1);
  const status = first('status');
  const more = status === undefined && changes.length >= MOST_CHANGES;
  if (status !== '0' && !more) return problemOf(path, `status ${status ?? 'unknown'}`, said);
  const branch = /^refs\/heads\/(.+)$/.exec(first('branch') ?? '')?.[1] ?? null;
  const detached = lines.includes('detached');
  if (Number.isNaN(now) || oid === undefined || detached === (branch !== null))
    return unseen('malformed', `git's output about ${path} cannot be read`);
  const { real, unjudged } = judged(lines);
  return seen({
    head: oid === '(initial)' ? null : oid,
    branch,
    contained: lines.includes('contained yes') ? true : lines.includes('contained no') ? false : null,
    changed: real.slice(0, NAMES),
    changes: real.length,
    more,
    unjudged,
    moves: lines.flatMap(readMove),
    committed_at: secondsOf(first('committed')),
    now,
    ...pathsIn(lines),
    laid: null,
  });
}

/** An `unjudged` line cancels the change before it. */
function judged(lines: readonly string[]): { real: string[]; unjudged: number } {
  const real: string[] = [];
  let unjudged = 0;
  for (const line of lines) {
    const file = changedFile(line);
    if (file !== null) real.push(file);
    else if (line === 'unjudged' && real.pop() !== undefined) unjudged += 1;
  }
  return { real, unjudged };
}

/** git-status(1), Porcelain Format Version 2: the path is the last field of `1` and `u`; renames are not looked for. */
function changedFile(line: string): string | null {
  const fields = /^git (?:1 (?:\S+ ){7}|u (?:\S+ ){9})(.+)$/.exec(line);
  return fields?.[1] ?? null;
}

/** @returns nothing if there are not as many answers as questions */
function pathsIn(lines: readonly string[]): Pick<Checkout, 'paths'> {
  const shas = lines.flatMap((line) => /^at ([0-9a-f]{40,64})$/.exec(line)?.[1] ?? []);
  const objects = lines.filter((line) => line.startsWith('object '));
  const each = objects.length / shas.length;
  if (shas.length === 0 || each === 0 || !Number.isInteger(each)) return {};
  const told = objects.map((line) => /^object ([0-9a-f]{40,64})$/.exec(line)?.[1] ?? '-');
  return {
    paths: Object.fromEntries(shas.map((sha, at) => [sha, told.slice(at * each, (at + 1) * each).join(' ')])),
  };
}

function readMove(line: string): Move[] {
  const [, from, to, at] = /^move ([0-9a-f]{40,64}) ([0-9a-f]{40,64}) (\d{1,12})$/.exec(line) ?? [];
  return from !== undefined && to !== undefined ? [{ from, to, at: Number(at) }] : [];
}

function secondsOf(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : null;
}

function problemOf(path: string, problem: string, said: string): Observation<never> {
  const cure = 'make it and the folders above readable for the SSH user';
  if (problem === 'missing') return unseen('malformed', `there is no folder ${path}`);
  if (problem === 'not-git')
    return unseen('malformed', `${path} is not a git checkout, and has no file REVISION`);
  if (problem === WITHOUT_GIT) return unseen('unsupported', GIT_IS_MISSING);
  if (problem === 'untracked')
    return unseen(
      'malformed',
      `${path} is no checkout: a repository above it exists, which holds none of its files`,
    );
  if (problem === 'slow') return unseen('timeout', `git took too long to read ${path}, and was ended`);
  if (problem === 'pipe')
    return unseen(
      'malformed',
      `${path} has a FIFO in its .git where git keeps a file: git would wait for it`,
    );
  if (problem === 'denied') return unseenWith('denied', `${path} may not be read`, cure);
  if (problem === 'filter-name')
    return unseen(
      'unsupported',
      `${path} has a content filter with "=" in its name, which git could not be kept from running`,
    );
  if (/permission denied/i.test(said)) return unseenWith('denied', `${path} may not be read (${said})`, cure);
  return unseen('malformed', `git cannot read ${path} (${problem}): ${said || 'it said nothing'}`);
}
