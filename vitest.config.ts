import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';
import { ProgressReporter } from './test/support/progress-reporter.ts';
import { leavesOut, systemTests } from './test/support/system-tests.ts';

/** These measure the memory of their process. */
const measured = ['test/clients/ssh/ssh.test.ts', 'test/triggers/bodies.test.ts'];
const alone = ['test/*.test.ts', 'test/{bot,demo,packaging,support,zoo}/**/*.test.ts', ...measured];
const system = systemTests(import.meta.dirname);
const left = leavesOut() ? system.length : 0;

export default defineConfig({
  test: {
    // Generous: a property takes seconds alone, and a minute where all cores are busy.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // What is polled for comes at once, or some seconds later on a busy machine.
    expect: { poll: { timeout: 60_000 } },
    // What failed, and a summary: not a line each test.
    reporters: ['minimal', new ProgressReporter(left)],
    restoreMocks: true,
    unstubEnvs: true,
    globalSetup: ['test/support/built/global-setup.ts'],
    setupFiles: ['test/support/property-time.ts'],
    sequence: { sequencer: LongestFirst },
    // Many of these tests wait for real programs most of the time.
    maxWorkers: availableParallelism() + 2,
    projects: [
      // Sources keep nothing between calls, so that their tests can share a process: that saves half of their time.
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: [...alone, ...system],
          isolate: false,
        },
      },
      // What measures its process.
      { extends: true, test: { name: 'alone', include: alone, exclude: system } },
      ...(left > 0 ? [] : [{ extends: true as const, test: { name: 'system', include: system } }]),
    ],
  },
});
