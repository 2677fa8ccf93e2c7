import { expect, it } from 'vitest';
import { leavesOut, systemTests } from './system-tests.ts';

it('finds the tests that start machines, whether they import the starter or what imports it', () => {
  const found = systemTests('.');
  expect(found).toContain('test/remediation/unit-system.test.ts');
  expect(found).toContain('test/alerting/living-kill.test.ts'); // by way of test/support/alerting/watched.ts
  expect(found).not.toContain('test/support/system-tests.test.ts');
});

it.each<[string, string[], Record<string, string>, boolean]>([
  ['npm test', ['run'], {}, true],
  ['npm test, in CI', ['run'], { CI: 'true' }, false],
  ['npm run test:all', ['run'], { DRIFTWATCH_ALL_TESTS: '1' }, false],
  ['a file', ['run', 'test/scene.test.ts'], {}, false],
  ['an option', ['run', '--reporter=verbose'], {}, true],
])('%s leaves them out or not', (_, argv, env, expected) => {
  expect(leavesOut(argv, env)).toBe(expected);
});
