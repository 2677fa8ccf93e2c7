/**
 * Sources that faults are planted in, by what their paths begin with, and the tests that have to see them, likewise.
 * Tests that start other machines (`-system`, a fleet) and the models take too long to be run for every fault, and are left out.
 */
export const targets: readonly { sources: string; tests: readonly string[] }[] = [
  { sources: 'src/inventory/kind.ts', tests: ['test/inventory/kind.test.ts'] },
  { sources: 'src/inventory/trading/trading-words.ts', tests: ['test/inventory/kind.test.ts'] },
  { sources: 'src/text/redact', tests: ['test/text/redact'] },
  { sources: 'src/remediation/', tests: ['test/remediation/'] },
  { sources: 'src/triggers/', tests: ['test/triggers/'] },
];

export function isLeftOut(test: string): boolean {
  return /(?:-system|\/fleet|\/watch-restarts)\.test\.ts$|\/model[^/]*\.test\.ts$/.test(test);
}
