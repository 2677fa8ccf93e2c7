import { appendFileSync, readFileSync } from 'node:fs';
import { TestRunner, vi } from 'vitest';
import type { RunnerTestCase } from 'vitest';

/** What a test wants done at its end. The type of vitest keeps it to itself. */
type Ended = { onFinished?: ((context: RunnerTestCase['context']) => unknown)[] };

declare global {
  var mutant: (id: string) => boolean;
}

/**
 * What MUTATION_WORK holds: the faults to try, the ms that a test may take without any, and one that is always on.
 * `only`: the tests that took longer in the first round. They may be quick now, since all is loaded.
 */
export type Work = {
  alive: string[];
  from: number;
  to: number;
  always: string | null;
  only?: readonly string[];
};

/** A line of MUTATION_LOG, where what happens is written at once: a fault may stop the whole process. */
export type Event = {
  what: 'loaded' | 'reached' | 'slow' | 'try' | 'seen' | 'survived' | 'late' | 'soiled' | 'broken';
  id: string;
  test: string;
  pid: number;
  /** ms that what is tried may take */
  deadline: number;
};

// As they are here: a test may put others in their place, and fail before it takes them back.
const { setTimeout, clearTimeout } = globalThis;
const elapsed = performance.now.bind(performance);
const { alive, from, to, always, only }: Work = JSON.parse(
  readFileSync(process.env['MUTATION_WORK'] ?? '', 'utf8'),
);
const FIRST_MS = 60_000;
/** A test with a fault gets this, and some times what it takes without one. Many faults in a server leave a request open. */
const GRACE_MS = 1500;
/** ms for each thing that a failed test wants done at its end: what a fault keeps open is left to itself then */
const FAREWELL_MS = 250;
/** How many of the slow tests of one file are tried for a fault. */
const SLOW_TRIES = 3;
const left = new Set(alive);
const tries = new Map<string, number>();
let on = always;
let reached = new Set<string>();

globalThis.mutant = (id) => {
  reached.add(id);
  return id === on;
};

/** Runs each test once without faults, then once with every fault on its path that no test has caught yet. */
// oxlint-disable-next-line import/no-default-export -- vitest wants its runner so
export default class extends TestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    const name = `${test.file.name} > ${test.name}`;
    let deadline = FIRST_MS;
    const say = (what: Event['what'], id: string) => {
      const event: Event = { what, id, test: name, pid: process.pid, deadline };
      appendFileSync(process.env['MUTATION_LOG'] ?? '', `${JSON.stringify(event)}\n`);
    };
    if (always !== null) say('try', always);
    for (const id of reached) say('loaded', id);
    reached = new Set();
    const began = elapsed();
    const why = await failure(test, always === null ? null : FIRST_MS);
    const took = elapsed() - began;
    deadline = GRACE_MS + 5 * took;
    const came = [...reached];
    reached = new Set();
    if (why !== null) {
      say(always === null ? 'broken' : 'seen', always ?? name);
      throw why;
    }
    if (always !== null) return;
    for (const id of came) say('reached', id);
    if (took >= to) for (const id of came) say('slow', id);
    if (took >= to || only?.includes(name) === false) return;
    for (const id of came.filter((each) => left.has(each))) {
      const before = tries.get(id) ?? 0;
      if (from > 0 && before >= SLOW_TRIES) continue;
      tries.set(id, before + 1);
      say('try', id);
      on = id;
      const failed = await failure(test, deadline);
      on = null;
      if (failed === null) {
        say('survived', id);
        continue;
      }
      // A test that fails without the fault too by now says nothing about the fault, nor does one that a busy machine slows.
      const since = elapsed();
      const again = await failure(test, null);
      const isSlow = failed === LATE && elapsed() - since > deadline / 2;
      say(again !== null ? 'soiled' : isSlow ? 'survived' : failed === LATE ? 'late' : 'seen', id);
      if (again !== null) throw again;
      if (!isSlow) left.delete(id);
    }
    reached = new Set();
  }
}

const LATE = new Error('it did not end');

/** Why a test fails, or null. @param deadline ms */
async function failure(test: RunnerTestCase, deadline: number | null): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Error>((resolve) => {
    if (deadline !== null) timer = setTimeout(() => resolve(LATE), deadline);
  });
  let why: unknown = LATE;
  try {
    why = await Promise.race([ran(test), late]);
    return why;
  } finally {
    clearTimeout(timer);
    vi.restoreAllMocks();
    const held: RunnerTestCase & Ended = test;
    const endings = held.onFinished?.toReversed() ?? [];
    delete held.onFinished;
    for (const ending of endings)
      await Promise.race([
        ended(() => ending(test.context)),
        pause(why === null ? 10 * FAREWELL_MS : FAREWELL_MS),
      ]);
  }
}

async function ran(test: RunnerTestCase): Promise<unknown> {
  try {
    await TestRunner.getTestFn(test)?.();
    return null;
  } catch (error) {
    return error ?? new Error('thrown');
  }
}

async function ended(ending: () => unknown): Promise<void> {
  try {
    await ending();
  } catch {
    // What a fault left behind cannot always be cleaned up.
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
