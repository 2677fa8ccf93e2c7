import { defineConfig } from 'vitest/config';
import { ProgressReporter } from './test/support/progress-reporter.ts';

/** Rooms whose sources keep nothing between calls: their tests share a process, which saves half of the time. */
const stateless = [
  'comparison',
  'embeds',
  'facts',
  'findings',
  'inventory',
  'probes',
  'report',
  'text',
  'time',
];
const shared = stateless.map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    // Generous: a property takes seconds alone, and a minute where all cores are busy.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // What is polled for comes at once, or some seconds later on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    // What failed, and a summary: not a line each test.
    reporters: ['minimal', new ProgressReporter()],
    restoreMocks: true,
    globalSetup: ['test/support/built/global-setup.ts'],
    setupFiles: ['test/support/property-time.ts'],
    // By default one core is left idle; many of these tests wait for real programs.
    maxWorkers: '100%',
    projects: [
      { extends: true, test: { name: 'shared', include: shared, isolate: false } },
      { extends: true, test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: shared } },
    ],
  },
});
