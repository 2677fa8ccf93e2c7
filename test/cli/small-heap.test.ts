import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const file = pathToFileURL(resolve('src/cli/small-heap.ts')).href;
const program = `
  import { getHeapSpaceStatistics } from 'node:v8';
  const { keepHeapSmall } = await import('${file}');
  const size = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size;
  if (process.env.KEPT_SMALL === 'yes') keepHeapSmall([...process.execArgv, process.env.NODE_OPTIONS ?? '']);
  const kept = Array.from({ length: 20_000 }, () => null);
  const sizes = Array.from({ length: 20 }, () => {
    for (let at = 0; at < 200_000; at += 1) kept[at % kept.length] = { at, of: [at] };
    return size();
  });
  console.log(Math.min(...sizes.slice(10)) / 2 ** 20);
`;

/**
 * MB to which the space of young objects comes back after many of them. Between two collections it may be larger: while
 * V8 marks the old ones, it lends pages beyond the limit, most of all on a busy machine.
 */
function youngSpace(variables: Record<string, string>, flags: string[] = []): number {
  const env = { PATH: process.env['PATH'], KEPT_SMALL: 'yes', ...variables };
  const options = { env, encoding: 'utf8' } as const;
  return Number(execFileSync(process.execPath, [...flags, '--input-type=module', '-e', program], options));
}

describe('the heap of a long-lived process', () => {
  it('grows no more where nobody says how large it may be', () => {
    expect(youngSpace({ KEPT_SMALL: 'no' })).toBeGreaterThan(16);
    expect(youngSpace({})).toBeLessThanOrEqual(4);
  });

  it('uses at once what it may, by the command line or by NODE_OPTIONS', () => {
    expect(youngSpace({ NODE_OPTIONS: '--max-semi-space-size=4' })).toBeGreaterThan(4);
    expect(youngSpace({}, ['--max-semi-space-size=4'])).toBeGreaterThan(4);
  });
});
