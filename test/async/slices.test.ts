import { expect, it } from 'vitest';
import { inSlices } from '../../src/async/slices.ts';
import { allSteps } from '../../src/async/steps.ts';

/** Takes `ms` in all, a moment a step. */
function* work(ms: number): Generator<void, number> {
  const until = performance.now() + ms;
  let steps = 0;
  while (performance.now() < until) {
    const step = performance.now() + 1;
    while (performance.now() < step);
    yield void (steps += 1);
  }
  return steps;
}

function* failing(): Generator<void, number> {
  yield;
  throw new Error('no result');
}

it('lets others have their turn while it works, and gives the result', async () => {
  let turns = 0;
  const others = setInterval(() => (turns += 1), 1);
  const steps = await inSlices(work(300));
  clearInterval(others);
  expect(steps).toBeGreaterThan(0);
  expect(turns).toBeGreaterThan(1);
});

it('fails as the work does', async () => {
  await expect(inSlices(failing())).rejects.toThrow('no result');
  expect(() => allSteps(failing())).toThrow('no result');
});
