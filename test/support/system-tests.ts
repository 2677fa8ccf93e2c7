import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** They start a machine, an engine, a browser, a built bot, or the guard in each of its shells: seconds at least. */
const slow = [
  'built/program.ts',
  'packaging/package.ts',
  'remediation/guard-lands.ts',
  'sandbox/browser.ts',
  'servers/dockerd.ts',
  'servers/systemd-machine.ts',
];

/** The tests that import one of these, at whatever distance. Paths from `root`, as test/bot/run-bot.test.ts. */
export function systemTests(root: string): string[] {
  const imports = new Map(
    globSync('test/**/*.ts', { cwd: root }).map((file) => [file, importsOf(root, file)]),
  );
  const found = new Set(slow.map((file) => join('test/support', file)));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const [file, paths] of imports) if (paths.some((path) => found.has(path))) found.add(file);
  }
  return [...found].filter((file) => file.endsWith('.test.ts'));
}

/**
 * Without CI and DRIFTWATCH_ALL_TESTS, a run leaves out the system tests, unless its arguments name files: CI has them
 * in each run.
 */
export function leavesOut(
  argv: readonly string[] = process.argv.slice(2),
  env: Record<string, string | undefined> = process.env,
): boolean {
  const named = argv.some((word) => word !== 'run' && !word.startsWith('-'));
  return !named && !env['CI'] && !env['DRIFTWATCH_ALL_TESTS'];
}

function importsOf(root: string, file: string): string[] {
  const found = readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import\() ?'(\.[^']+\.ts)'/g);
  return [...found].map(([, path = '']) => join(dirname(file), path));
}
