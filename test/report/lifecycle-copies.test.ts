import { describe, expect, it } from 'vitest';
import { advance } from '../../src/report/lifecycle.ts';
import { aCoverage } from '../support/report/coverage.ts';
import { aMoment, at, duplicate, coverage, told } from '../support/report/watch-looks.ts';

const two = [duplicate([10, 20])];

describe('a copy that a watch sees', () => {
  it.each<[string, Parameters<typeof told>[0], string[]]>([
    [
      'is told at the third look where one stays and the others crash: it does not restart',
      [
        { minute: 0, seen: [duplicate([10, 20])] },
        { minute: 1, seen: [duplicate([10, 30])] },
        { minute: 2, seen: [duplicate([10, 40])] },
        { minute: 3, seen: [duplicate([10, 50])] },
      ],
      ['000', '000', '100', '000'],
    ],
    [
      'is told so also where a look misses the one that crashes',
      [
        { minute: 0, seen: [duplicate([10, 20])] },
        { minute: 1, seen: [] },
        { minute: 2, seen: [duplicate([10, 30])] },
        { minute: 3, seen: [] },
        { minute: 4, seen: [] },
        { minute: 5, seen: [duplicate([10, 40])] },
      ],
      ['000', '000', '000', '000', '000', '100'],
    ],
    [
      'is nothing where a restart now and then is seen',
      [
        { minute: 0, seen: [duplicate([10, 20])] },
        { minute: 1, seen: [] },
        { minute: 2, seen: [duplicate([20, 30])] },
        { minute: 3, seen: [] },
        { minute: 4, seen: [duplicate([30, 40])] },
      ],
      ['000', '000', '000', '000', '000'],
    ],
    [
      'is told at the fifth look in a row where all of them crash',
      [0, 1, 2, 3, 4, 5].map((minute) => ({
        minute,
        seen: [duplicate([100 + minute, 200 + minute])],
      })),
      ['000', '000', '000', '000', '100', '000'],
    ],
    [
      'is nothing where restart after restart is seen, with looks between that see one',
      [0, 1, 2, 3, 4, 5, 6, 7].map((minute) => ({
        minute,
        seen: minute % 3 === 2 ? [] : [duplicate([100 + minute, 200 + minute])],
      })),
      ['000', '000', '000', '000', '000', '000', '000', '000'],
    ],
    [
      'is not the same where a pid was given to a new process',
      [
        { minute: 0, seen: [duplicate([10, 20], {}, [500, 40])] },
        { minute: 1, seen: [duplicate([10, 20], {}, [560, 3])] },
        { minute: 2, seen: [duplicate([10, 20], {}, [620, 63])] },
      ],
      ['000', '000', '100'],
    ],
    [
      'is worse with a third copy that stays',
      [
        ...[0, 1].map((minute) => ({ minute, seen: two })),
        { minute: 2, seen: [duplicate([10, 20, 30])] },
        { minute: 3, seen: [duplicate([10, 20, 40])] },
        { minute: 4, seen: [duplicate([10, 20, 40])] },
        { minute: 5, seen: [duplicate([10, 20, 40])] },
      ],
      ['000', '100', '000', '000', '010', '000'],
    ],
    [
      'is dropped where the service is watched no longer: an audit tells it',
      [
        { minute: 0, seen: two },
        { minute: 1, seen: [], over: { coverage: aCoverage({ ...coverage, services: [] }) } },
        { minute: 2, seen: two },
      ],
      ['000', '000', '000'],
    ],
  ])('%s', (_, looks, news) => {
    expect(told(looks)).toEqual(news);
  });

  it('ends an acknowledgement with a third copy that stays', () => {
    const { standing } = advance([], two, aMoment(0, { watch: false }));
    const known = {
      by: 'Knox',
      reason: 'a test',
      at: at(0),
      until: at(59),
      severity: 'CRITICAL',
      copies: 2,
    } as const;
    const acknowledged = standing.map((each) => ({ ...each, acknowledged: known }));
    const third = [duplicate([10, 20, 30])];
    const seen = advance(acknowledged, third, aMoment(1));
    expect(seen).toMatchObject({ news: { worsened: [] }, findings: [{ status: 'acknowledged' }] });
    const stays = advance(seen.standing, third, aMoment(2));
    expect(stays).toMatchObject({ news: { worsened: [{ id: 'd', status: 'ongoing' }] } });
    expect(advance(acknowledged, third, aMoment(1, { watch: false })).news.worsened).toHaveLength(1);
  });
});
