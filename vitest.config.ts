import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    // By default one core is left idle; many of these tests wait for real programs.
    maxWorkers: '100%',
  },
});
