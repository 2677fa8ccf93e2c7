import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const file = pathToFileURL(resolve('src/cli/small-heap.ts')).href;
const program = `
  import { getHeapSpaceStatistics } from 'node:v8';
  const { keepHeapSmall } = await import('${file}');
  keepHeapSmall([...process.execArgv, process.env.NODE_OPTIONS ?? '']);
  const kept = Array.from({ length: 20_000 }, () => null);
  for (let at = 0; at < 2_000_000; at += 1) kept[at % kept.length] = { at, of: [at] };
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  console.log(space.space_size / 2 ** 20);
`;

/** @returns MB of the space of young objects after many of them */
function youngSpace(variables: Record<string, string>, flags: string[] = []): number {
  const options = { env: { PATH: process.env['PATH'], ...variables }, encoding: 'utf8' } as const;
  return Number(
    execFileSync(process.execPath, [...flags, '--input-type=module', '-e', program], options).trim(),
  );
}

describe('the heap of a long-lived process', () => {
  it('stays at its smallest where nobody says how large it may be', () => {
    expect(youngSpace({})).toBeLessThanOrEqual(2);
  });

  it('uses at once what it may, by the command line or by NODE_OPTIONS', () => {
    expect(youngSpace({ NODE_OPTIONS: '--max-semi-space-size=4' })).toBeGreaterThanOrEqual(4);
    expect(youngSpace({}, ['--max-semi-space-size=4'])).toBeGreaterThanOrEqual(4);
  });
});
