import { filesOf, numbered, sources } from './numbered.ts';
import { report } from './report.ts';
import { close, session } from './session.ts';
import { isLeftOut, targets } from './targets.ts';

/*
 * npm run mutation [PATH…]: plants small faults in the sources of targets.ts, or in those that begin with PATH, and says
 * which ones no test sees. The checkout is left alone: vitest plants them as it loads a file.
 */

/** Tests that take longer have their turn once the others are through. */
const QUICK_MS = 300;
/** And those that take longer than this are not tried. */
const SLOWEST_MS = 5000;
/** How many files of tests are run again for a fault that counts as its file is loaded: many load it. */
const NEAREST = 6;
const wanted = process.argv.slice(2);
const files = sources().filter((file) => wanted.length === 0 || wanted.some((path) => file.startsWith(path)));
const mutants = files.flatMap(numbered);
const alive = new Set(mutants.map(({ id }) => id));
const reachedBy = new Map<string, Set<string>>();
/** Tests that take longer, and the faults that they come across. */
const slow = new Map<string, Set<string>>();
/** file of tests -> the tests in it that take longer */
const slowTests = new Map<string, Set<string>>();
/** Tests that fail without any fault say nothing. */
const broken = new Set<string>();
/** Faults that count as a file is loaded, and those of which a test that they spoiled can say nothing. */
const fresh = new Set<string>();

const begins = targets
  .filter(({ sources: under }) => files.some((file) => file.startsWith(under)))
  .flatMap(({ tests }) => tests);
const tests = filesOf('test').filter(
  (file) => file.endsWith('.test.ts') && !isLeftOut(file) && begins.some((begin) => file.startsWith(begin)),
);

// Stopped by hand, it prints what it knows so far.
process.once('SIGINT', () => {
  report(files, mutants, alive, reachedBy);
  process.exit(1);
});

for (const [from, to] of [
  [0, QUICK_MS],
  [QUICK_MS, SLOWEST_MS],
] as const) {
  for (const test of tests) {
    const ids = [...alive].filter((id) => from === 0 || slow.get(test)?.has(id));
    if (ids.length > 0) await tryAll(test, ids, from, to);
  }
}

for (const id of alive) {
  if (!fresh.has(id)) continue;
  const reaching = [...(reachedBy.get(id) ?? [])].filter((test) => !broken.has(test));
  const nearest = reaching.toSorted((one, other) => nearness(id, other) - nearness(id, one));
  for (const test of nearest.slice(0, NEAREST)) {
    const { failed } = await session(test, { alive: [], from: 0, to: 1e9, always: id });
    if (!failed) continue;
    alive.delete(id);
    break;
  }
}

await close();
report(files, mutants, alive, reachedBy);

async function tryAll(test: string, ids: readonly string[], from: number, to: number): Promise<void> {
  const only = from === 0 ? {} : { only: [...(slowTests.get(test) ?? [])] };
  const { events, fatal } = await session(test, { alive: [...ids], from, to, always: null, ...only });
  for (const { what, id, test: name } of events) {
    if (what === 'broken') {
      console.error(`${id} fails without any fault`);
      broken.add(test);
      process.exitCode = 1;
    }
    if (what === 'loaded' || what === 'soiled') fresh.add(id);
    if (what === 'loaded' || what === 'reached')
      reachedBy.set(id, (reachedBy.get(id) ?? new Set()).add(test));
    if (what === 'slow') {
      slow.set(test, (slow.get(test) ?? new Set()).add(id));
      if (from === 0) slowTests.set(test, (slowTests.get(test) ?? new Set()).add(name));
    }
    if (what === 'seen' || what === 'late') alive.delete(id);
    if (what === 'late') console.error(`${id} did not end in ${test}`);
  }
  const soiled = events.find(({ what }) => what === 'soiled');
  console.error(`${test}: ${events.filter(({ what }) => what === 'seen').length} seen, ${alive.size} left`);
  const stopped = fatal ?? soiled;
  if (fatal) alive.delete(fatal.id);
  // The rest of the file is run again without it.
  if (stopped)
    await tryAll(
      test,
      ids.filter((id) => id !== stopped.id && alive.has(id)),
      from,
      to,
    );
}

/** How many letters a test's path begins with that its source's does too. */
function nearness(id: string, test: string): number {
  const [one, other] = [id.replace(/^src\//, ''), test.replace(/^test\//, '')];
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  return same;
}
