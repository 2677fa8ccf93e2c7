import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLocations } from '../../../src/facts/workloads/process-locations.ts';
import { unmanaged } from '../../../src/probes/workloads/unmanaged.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { lacksShells, runShell, shells } from '../../support/machines/shells.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const target = { machine: aMachine(), services: [aService()] };
const whole = { status: 0, truncated: false };

function parse(output: string, over = {}) {
  const read = unmanaged.parse({ output, ...whole, ...over }, target);
  if (!read.ok) throw new Error(read.reason);
  return read.value;
}

describe('the workloads of a machine', () => {
  it('are asked for only where the manifest turns that on', () => {
    expect(unmanaged.wanted(aService(), aMachine())).toBe(false);
    expect(unmanaged.wanted(aService(), aMachine({ ssh: false }))).toBe(false);
  });

  it.skipIf(lacksShells).each(shells)('are read in $name', ({ argv }) => {
    const { stdout, status } = runShell(argv, unmanaged.fragment(target), {
      env: { ...process.env, LC_ALL: 'C' },
    });
    expect(status).toBe(0);
    const { locations, used, listeners } = parse(stdout.toString());
    expect(parseLocations(locations).folders.get(process.pid)).toBe(process.cwd());
    expect([used.ok, listeners.ok]).toEqual([true, true]);
  });

  it('are unknown part by part, where the machine broke off or said something else', () => {
    const cut = 'part locations\ncwd 41 /srv\nend of part 0\npart jobs\nUNIT';
    const { locations, ...rest } = parse(cut, { truncated: true });
    expect(locations).toBe('cwd 41 /srv\n');
    expect(Object.values(rest).map(({ ok }) => ok)).toEqual([false, false, false, false]);
    expect(Object.values(parse('end of part 0\npart x\n')).filter((part) => part !== '')).toEqual(
      Object.values(rest).map(() => expect.objectContaining({ ok: false }) as object),
    );
  });

  it('are never an error, whatever stands there', () => {
    const words = fc.constantFrom(
      'part jobs\n',
      'part used\n',
      'part listeners\n',
      'part containers\n',
      'end of part 0\n',
    );
    const text = fc.array(fc.oneof(words, fc.string({ unit: 'binary' })), { maxLength: 30 });
    fc.assert(
      fc.property(text, (parts) => {
        expect(parse(parts.join(''))).toHaveProperty('jobs');
      }),
      { numRuns: fuzzRounds(500) },
    );
  });
});
