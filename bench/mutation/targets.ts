/** Sources that faults are planted in, by what their paths begin with, and the tests that have to see them. The first fits. */
export const targets: readonly { sources: string; tests: readonly string[] }[] = [
  { sources: 'src/inventory/kind.ts', tests: ['test/inventory/kind.test.ts'] },
  { sources: 'src/inventory/trading/trading-words.ts', tests: ['test/inventory/kind.test.ts'] },
  { sources: 'src/text/redact', tests: ['test/text/redact'] },
  { sources: 'src/remediation/journal', tests: ['test/remediation/journal'] },
  {
    sources: 'src/remediation/policy.ts',
    tests: ['test/remediation/policy', 'test/remediation/permit', 'test/remediation/service'],
  },
  { sources: 'src/remediation/', tests: ['test/remediation/'] },
  { sources: 'src/triggers/', tests: ['test/triggers/'] },
];
