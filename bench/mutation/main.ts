import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mutantsOf } from './mutants.ts';
import { targets } from './targets.ts';

/*
 * npm run mutation [PATH…]: plants one fault after the other in the sources of targets.ts, or in those that begin with
 * PATH, and says which ones no test sees. It works in a copy of the checkout; the checkout itself is left alone.
 */

const DEADLINE_MS = 300_000;
const root = resolve(import.meta.dirname, '../..');
const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'driftwatch-mutation-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
for (const file of files.filter(Boolean)) cpSync(join(root, file), join(folder, file));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
execFileSync('git', ['init', '-q'], { cwd: folder });

/** Do these tests pass, with the sources as they are now? What does not end is no pass. */
async function passes(tests: readonly string[]): Promise<boolean> {
  const child = spawn('npx', ['--no', 'vitest', 'run', '--bail=1', ...tests], {
    cwd: folder,
    stdio: 'ignore',
    detached: true,
  });
  const late = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), DEADLINE_MS);
  const [code]: unknown[] = await once(child, 'exit');
  clearTimeout(late);
  return code === 0;
}

let [planted, caught] = [0, 0];
for (const file of files.filter((each) => each.endsWith('.ts') && !each.endsWith('.d.ts'))) {
  const target = targets.find(({ sources }) => file.startsWith(sources));
  if (!target || (wanted.length > 0 && !wanted.some((path) => file.startsWith(path)))) continue;
  const path = join(folder, file);
  const source = readFileSync(path, 'utf8');
  if (!(await passes(target.tests))) throw new Error(`the tests of ${file} fail without any fault`);
  const survivors: string[] = [];
  const mutants = mutantsOf(file, source);
  for (const { line, start, end, was, text } of mutants) {
    writeFileSync(path, source.slice(0, start) + text + source.slice(end));
    if (await passes(target.tests)) survivors.push(`  ${file}:${line}  ${was}  ->  ${text}`);
  }
  writeFileSync(path, source);
  planted += mutants.length;
  caught += mutants.length - survivors.length;
  console.log(
    [`${file}: ${mutants.length - survivors.length} of ${mutants.length}`, ...survivors].join('\n'),
  );
}
if (caught < 0.95 * planted) process.exitCode = 1;
console.log(`${caught} of ${planted} faults were seen: ${((100 * caught) / planted).toFixed(1)} %`);
