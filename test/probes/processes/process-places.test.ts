import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlaces } from '../../../src/probes/processes/process-places.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const runs = fuzzRounds(2000);

const printed = [
  '/proc/1/cgroup:0::/init.scope',
  '/proc/812/cgroup:0::/system.slice/site.service',
  '/proc/812/cgroup:1:name=systemd:/user.slice',
  '/proc/813/cgroup:9:memory:/docker/0123',
  'lrwxrwxrwx 1 0 0 0 Mar 29 09:12 /proc/812/cwd -> /srv/site',
  'lrwxrwxrwx 1 0 0 0 Mar 29 09:12 /proc/813/cwd -> /srv/site (deleted)',
];

describe('the places of processes', () => {
  it('are read by pid', () => {
    expect(Object.fromEntries(parsePlaces(printed))).toEqual({
      1: { cgroup: '/init.scope', cwd: null },
      812: { cgroup: '/system.slice/site.service', cwd: '/srv/site' },
      813: { cgroup: '/docker/0123', cwd: '/srv/site' },
    });
  });

  it('are absolute paths of pids that were printed, whatever is printed', () => {
    const changed = fc
      .tuple(fc.constantFrom(...printed), fc.nat(), fc.nat(6), fc.string({ unit: 'binary', maxLength: 6 }))
      .map(([text, at, length, put]) => {
        const from = at % text.length;
        return text.slice(0, from) + put + text.slice(from + length);
      });
    const line = fc.oneof(fc.constantFrom(...printed), changed, fc.string({ unit: 'binary', maxLength: 80 }));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        for (const [pid, place] of parsePlaces(lines)) {
          expect(Number.isSafeInteger(pid) && pid > 0).toBe(true);
          for (const path of [place.cgroup, place.cwd]) expect(path?.startsWith('/') ?? true).toBe(true);
        }
      }),
      { numRuns: runs },
    );
  });

  it('lose nothing to a line of somebody else, and a folder that is told twice is none', () => {
    const noise = fc.array(fc.string({ unit: 'binary', maxLength: 80 }), { maxLength: 8 });
    fc.assert(
      fc.property(noise, noise, (before, behind) => {
        const own = [...before, ...behind].filter((each) => !each.includes('/proc/'));
        const found = parsePlaces([...own.slice(0, 4), ...printed, ...own.slice(4)]);
        expect(found.get(812)).toEqual({ cgroup: '/system.slice/site.service', cwd: '/srv/site' });
      }),
      { numRuns: runs },
    );
    const twice = parsePlaces([...printed, 'lrwxrwxrwx 1 0 0 0 Mar 29 09:12 /proc/812/cwd -> /srv/other']);
    expect(twice.get(812)?.cwd).toBeNull();
  });
});
