import { relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { numbered, root, sources } from './numbered.ts';
import { switched } from './switched.ts';

const planted = new Set(sources());

export default defineConfig({
  root,
  plugins: [
    {
      name: 'faults',
      enforce: 'pre',
      transform(code, id) {
        const file = relative(root, id);
        return planted.has(file) ? { code: switched(code, numbered(file)), map: null } : null;
      },
    },
  ],
  test: {
    runner: 'bench/mutation/runner.ts',
    setupFiles: ['test/support/property-time.ts'],
    testTimeout: 0,
    hookTimeout: 0,
    expect: { poll: { timeout: 3000 } },
    reporters: [],
    silent: true,
    restoreMocks: true,
    maxWorkers: 1,
    fileParallelism: false,
    // A fault's leftovers must not count as a failure of the test that runs then.
    dangerouslyIgnoreUnhandledErrors: true,
  },
});
