import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const file = pathToFileURL(resolve('src/cli/small-heap.ts')).href;
const program = `
  import { getHeapSpaceStatistics } from 'node:v8';
  const { keepHeapSmall } = await import('${file}');
  const size = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size;
  keepHeapSmall([...process.execArgv, process.env.NODE_OPTIONS ?? '']);
  const before = size();
  const kept = Array.from({ length: 20_000 }, () => null);
  for (let at = 0; at < 2_000_000; at += 1) kept[at % kept.length] = { at, of: [at] };
  console.log(JSON.stringify([before, size()].map((bytes) => bytes / 2 ** 20)));
`;

/** MB of the space of young objects: before, and after many of them. It may have grown until it was told not to. */
function youngSpace(
  variables: Record<string, string>,
  flags: string[] = [],
): { before: number; after: number } {
  const options = { env: { PATH: process.env['PATH'], ...variables }, encoding: 'utf8' } as const;
  const printed = execFileSync(process.execPath, [...flags, '--input-type=module', '-e', program], options);
  const [before = 0, after = 0]: number[] = JSON.parse(printed);
  return { before, after };
}

describe('the heap of a long-lived process', () => {
  it('grows no more where nobody says how large it may be', () => {
    const { before, after } = youngSpace({});
    expect(after).toBeLessThanOrEqual(Math.max(before, 2));
  });

  it('uses at once what it may, by the command line or by NODE_OPTIONS', () => {
    expect(youngSpace({ NODE_OPTIONS: '--max-semi-space-size=4' }).after).toBeGreaterThanOrEqual(4);
    expect(youngSpace({}, ['--max-semi-space-size=4']).after).toBeGreaterThanOrEqual(4);
  });
});
