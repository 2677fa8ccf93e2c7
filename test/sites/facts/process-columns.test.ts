import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Process } from '../../../src/facts/process.ts';
import { columnsOf, RowsOfColumns } from '../../../src/sites/facts/process-columns.ts';
import type { ProcessColumns } from '../../../src/sites/facts/process-columns.ts';

const someText = fc.string({ unit: 'grapheme' });
const aRow = fc.record<Process>({
  pid: fc.maxSafeInteger(),
  ppid: fc.maxSafeInteger(),
  state: fc.constantFrom('S', 'R', 'Z'),
  elapsed_seconds: fc.option(fc.nat()),
  user: someText,
  command: someText,
  cgroup: fc.option(someText),
  cwd: fc.option(someText),
});

/** Two rows, of which the second has no control group and no folder. */
const two: ProcessColumns = {
  pid: [1, 7],
  ppid: [0, 1],
  state: [0, 0],
  elapsed_seconds: [60, null],
  user: [1, 1],
  command: [2, 4],
  cgroup: [3, -1],
  cwd: [3, -1],
  texts: ['S', 'root', '/sbin/init', '/', 'node server.js'],
};

function read(columns: object) {
  return RowsOfColumns.safeParse(JSON.parse(JSON.stringify(columns)));
}

describe('a process table as columns', () => {
  it('is the same table again, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(aRow), (rows) => {
        expect(read(columnsOf(rows) ?? {}).data).toEqual(rows);
      }),
    );
  });

  it('has each text once, and rows share it', () => {
    expect(columnsOf(read(two).data ?? [])).toEqual(two);
  });

  it.each<[string, object]>([
    ['a column is missing', { ...two, cwd: undefined }],
    ['there is one more', { ...two, tty: [0, 0] }],
    ['a column is shorter', { ...two, ppid: [0] }],
    ['a column is longer', { ...two, user: [1, 1, 1] }],
    ['a column is no list', { ...two, pid: { 0: 1, 1: 7, length: 2 } }],
    ['a pid is a text', { ...two, pid: [1, '7'] }],
    ['a pid is a fraction', { ...two, pid: [1, 7.5] }],
    ['a pid is too large to be exact', { ...two, pid: [1, 2 ** 53] }],
    ['a pid is null', { ...two, pid: [1, null] }],
    ['a time is a text', { ...two, elapsed_seconds: [60, '60'] }],
    ['a place is behind the last text', { ...two, command: [2, 5] }],
    ['a place is before the first text', { ...two, cwd: [3, -2] }],
    ['a place is a fraction', { ...two, command: [2, 0.5] }],
    ['a place is the name of something else', { ...two, command: [2, 'length'] }],
    ['what every process has is none', { ...two, command: [2, -1] }],
    ['a text is a number', { ...two, texts: ['S', 'root', '/sbin/init', '/', 1] }],
    ['a text is null', { ...two, texts: ['S', 'root', '/sbin/init', '/', null] }],
    ['a text is larger than any', { ...two, texts: ['S', 'root', '/sbin/init', '/', 'x'.repeat(1_000_001)] }],
  ])('is refused where %s', (_, columns) => {
    expect(read(two).success).toBe(true);
    expect(read(columns).success).toBe(false);
  });

  it.each([
    ['many rows name one long text', 10_000, 'x'.repeat(1000)],
    ['it has more rows than an answer holds', 100_000, 'x'],
  ])('is neither made nor taken where %s', (_, count, command) => {
    const many = <Value>(value: Value) => Array<Value>(count).fill(value);
    const [row] = read(two).data ?? [];
    if (!row) throw new Error('no row');
    expect(columnsOf(many({ ...row, command }))).toBeNull();
    const columns = { ...columnsOf([{ ...row, command }]) };
    const all = Object.entries(columns).map(([name, [first]]) => [name, many(first)]);
    const taken = read({ ...Object.fromEntries(all), texts: columns.texts });
    expect(taken.success).toBe(false);
  });
});
