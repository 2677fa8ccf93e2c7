import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineage } from '../../src/facts/process-tree.ts';
import { attribute } from '../../src/comparison/readings/processes/table-instances.ts';
import type { Process } from '../../src/facts/process.ts';
import { aProcess, aService } from '../support/facts/observed.ts';
import { rounds } from '../support/property-time.ts';

const shiva = aService({ name: 'shiva' });
const run = '/opt/shiva/run';

function row(pid: number, ppid: number, command: string, state = 'S'): Process {
  return aProcess({ pid, ppid, command, state });
}

function pidsOfTrees(processes: Process[], own: number[] = []): number[][] {
  const found = attribute({ processes, own }, [shiva]).get('shiva');
  return (found?.trees ?? []).map((tree) => tree.members.map((member) => member.pid));
}

describe('instances', () => {
  it.each<[what: string, processes: Process[], trees: number[][]]>([
    ['nothing runs', [row(1, 0, '/sbin/init')], []],
    [
      'a master with four workers is one',
      [row(10, 1, run), row(11, 10, run), row(12, 10, run), row(13, 10, run), row(14, 10, run)],
      [[10, 11, 12, 13, 14]],
    ],
    [
      'a shell between two of them joins them',
      [row(10, 1, run), row(11, 10, 'sh -c x'), row(12, 11, run)],
      [[10, 12]],
    ],
    [
      'a common parent that is not the service joins nothing',
      [row(9, 1, 'tmux'), row(10, 9, run), row(11, 9, run)],
      [[10], [11]],
    ],
    ['the child of a wrapper counts, not the wrapper', [row(10, 1, `sudo ${run}`), row(11, 10, run)], [[11]]],
    ['a zombie is dead', [row(10, 1, run), row(11, 1, run, 'Z')], [[10]]],
    ['a loop of parents ends', [row(10, 11, run), row(11, 10, run)], [[10, 11]]],
  ])('%s', (_what, processes, trees) => {
    const seen = pidsOfTrees(processes);
    expect(seen.map((pids) => pids.length)).toEqual(trees.map((pids) => pids.length));
    expect(seen.flat().toSorted((a, b) => a - b)).toEqual(trees.flat());
  });

  it('leaves out our own session and all that descends from it', () => {
    const processes = [row(20, 1, 'sh -s'), row(21, 20, `${run} child`), row(22, 21, run), row(30, 1, run)];
    expect(pidsOfTrees(processes, [20])).toEqual([[30]]);
  });
});

const command = fc.constantFrom(
  run,
  'sh -c /opt/shiva/run',
  'tail -f /x/shiva',
  '-bash',
  'python3 shiva.py',
  '/sbin/init',
  '',
);
const anyProcess = fc.record({
  pid: fc.integer({ min: 0, max: 30 }),
  ppid: fc.integer({ min: 0, max: 30 }),
  state: fc.constantFrom('R', 'S', 'Z', 'T', ''),
  elapsed_seconds: fc.option(fc.nat(), { nil: null }),
  user: fc.string(),
  command: fc.oneof(command, fc.string({ unit: 'binary', maxLength: 80 })),
  cgroup: fc.constantFrom(null, '/system.slice/shiva.service', '/user.slice/user-1000.slice/session-3.scope'),
  cwd: fc.constantFrom(null, '/', '/opt/shiva'),
});
const anyTable = fc.uniqueArray(anyProcess, { maxLength: 40, selector: ({ pid }) => pid });

describe('for any process table', () => {
  it('attribution ends, and no process is in two trees', () => {
    fc.assert(
      fc.property(anyTable, fc.array(fc.nat({ max: 30 })), (processes, own) => {
        const pids = pidsOfTrees(processes, own).flat();
        expect(new Set(pids).size).toBe(pids.length);
      }),
      { numRuns: rounds(500) },
    );
  });

  it('a worker under an instance changes no count', () => {
    fc.assert(
      fc.property(anyTable, fc.integer({ min: 1, max: 5 }), (processes, workers) => {
        const trees = pidsOfTrees(processes);
        const master = trees[0]?.[0];
        if (master === undefined) return;
        const like = processes.find(({ pid }) => pid === master);
        const born = Array.from({ length: workers }, (_, at) =>
          aProcess({ ...like, pid: 100 + at, ppid: master, state: 'S' }),
        );
        expect(pidsOfTrees([...processes, ...born])).toHaveLength(trees.length);
      }),
      { numRuns: rounds(300) },
    );
  });

  it('what only mentions the service changes nothing', () => {
    const mention = fc.constantFrom(
      'vim /opt/shiva/main.py',
      'tail -f shiva.log',
      'sh -c /opt/shiva/run',
      'grep shiva',
      'sudo /opt/shiva/run',
      '[shiva]',
      'sshd: shiva@pts/0',
      '/opt/shiva-gateway/run',
    );
    fc.assert(
      fc.property(anyTable, fc.array(fc.tuple(mention, fc.nat({ max: 30 }))), (processes, mentions) => {
        const more = mentions.map(([text, ppid], at) => row(200 + at, ppid, text));
        expect(pidsOfTrees([...processes, ...more])).toEqual(pidsOfTrees(processes));
      }),
      { numRuns: rounds(300) },
    );
  });
});

describe('a lineage', () => {
  it.each([3, 16, 17, 18, 400])('of %i ancestors is whole, nearest first', (count) => {
    const parents = new Map(Array.from({ length: count }, (_, index) => [index + 1, index]));
    expect(lineage(count, parents)).toEqual(Array.from({ length: count + 1 }, (_, index) => count - index));
  });

  it.each([1, 2, 16, 17, 18, 400])('in a loop of %i ends where it began', (count) => {
    const parents = new Map(Array.from({ length: count }, (_, index) => [index, (index + 1) % count]));
    expect(lineage(0, parents)).toEqual(Array.from({ length: count }, (_, index) => index));
  });
});
