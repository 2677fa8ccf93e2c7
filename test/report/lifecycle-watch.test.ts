import { describe, expect, it } from 'vitest';
import { affectsNothing } from '../../src/findings/affects.ts';
import { advance } from '../../src/report/lifecycle.ts';
import { aCoverage } from '../support/report/coverage.ts';
import { aMoment, at, duplicate, coverage, told } from '../support/report/watch-looks.ts';

const two = [duplicate([10, 20])];

describe('what a watch sees', () => {
  it.each<[string, Parameters<typeof told>[0], string[]]>([
    [
      'is told when the second watch in a row sees it',
      [0, 1, 2].map((minute) => ({ minute, seen: two })),
      ['000', '100', '000'],
    ],
    [
      'is nothing where the next one does not',
      [
        { minute: 0, seen: two },
        { minute: 1, seen: [] },
      ],
      ['000', '000'],
    ],
    [
      'is not told where other processes stand beside each other the next time: it restarts',
      [
        { minute: 0, seen: [duplicate([10, 20])] },
        { minute: 1, seen: [duplicate([20, 30])] },
        { minute: 2, seen: [duplicate([30, 40])] },
        { minute: 3, seen: [duplicate([30, 40])] },
      ],
      ['000', '000', '000', '100'],
    ],
    [
      'is told by an audit at once',
      [
        { minute: 0, seen: two },
        { minute: 1, seen: [duplicate([20, 30])], over: { watch: false } },
      ],
      ['000', '100'],
    ],
    [
      'is over when two watches have looked in vain',
      [
        ...[0, 1].map((minute) => ({ minute, seen: two })),
        ...[2, 3, 4].map((minute) => ({ minute, seen: [] })),
      ],
      ['000', '100', '000', '001', '000'],
    ],
    [
      'is not over where the second watch sees it again',
      [0, 1, 2, 3, 4, 5].map((minute) => ({ minute, seen: minute === 2 || minute === 4 ? [] : two })),
      ['000', '100', '000', '000', '000', '000'],
    ],
    [
      'is over at once by an audit',
      [...[0, 1].map((minute) => ({ minute, seen: two })), { minute: 2, seen: [], over: { watch: false } }],
      ['000', '100', '001'],
    ],
    [
      'stays where the watch did not look for it',
      [
        ...[0, 1].map((minute) => ({ minute, seen: two })),
        ...[2, 3, 4].map((minute) => ({
          minute,
          seen: [],
          over: { coverage: aCoverage({ ...coverage, types: [] }) },
        })),
      ],
      ['000', '100', '000', '000', '000'],
    ],
    [
      'stays where the machine of a copy was not looked at',
      [
        ...[0, 1].map((minute) => ({
          minute,
          seen: [
            duplicate([10, 20], {
              affects: { ...affectsNothing, machines: ['tesseract', 'spare'] },
            }),
          ],
        })),
        ...[2, 3].map((minute) => ({
          minute,
          seen: [],
          over: {
            coverage: aCoverage({ ...coverage, machines: { ...coverage.machines, spare: 'not_probed' } }),
          },
        })),
      ],
      ['000', '100', '000', '000'],
    ],
    [
      'is silent in a maintenance window, and told after it',
      [
        ...[0, 1].map((minute) => ({
          minute,
          seen: two,
          over: { muteOf: () => ({ reason: 'maintenance: disks', until: at(2) }) },
        })),
        { minute: 2, seen: two },
      ],
      ['000', '000', '100'],
    ],
  ])('%s', (_, looks, news) => {
    expect(told(looks)).toEqual(news);
  });

  it('is said to be resolved only if people were told of it', () => {
    const { standing } = advance([], two, aMoment(0));
    expect(standing).toMatchObject([{ suspect: true, told: null }]);
    const missed = advance(standing, [], aMoment(1));
    expect(missed).toMatchObject({ resolved: [], standing: [{ suspect: true, misses: 1 }] });
    const again = advance(missed.standing, [], aMoment(2));
    expect(advance(again.standing, [], aMoment(3))).toMatchObject({ resolved: [], standing: [] });
    expect(advance(standing, [], aMoment(1, { watch: false }))).toMatchObject({ resolved: [], standing: [] });
  });

  it('keeps when the watch before saw it clear, when it was first seen, and when it was told', () => {
    const first = advance([], two, aMoment(5));
    const second = advance(first.standing, two, aMoment(6, { told_at: at(7) }));
    const third = advance(second.standing, two, aMoment(8));
    expect(third.findings[0]).toMatchObject({
      first_seen: at(5),
      evidence: { watched: { clear_at: at(4), told_at: at(7) } },
    });
  });
});
