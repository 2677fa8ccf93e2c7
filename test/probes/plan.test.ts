import { describe, expect, it } from 'vitest';
import { machineRequest, releaseRequests } from '../../src/probes/plan.ts';
import { asked } from '../../src/probes/observe-machine.ts';
import { aMachine, aService, aTradingService } from '../support/facts/observed.ts';
import { aPlan } from '../support/probes/run-scene.ts';

const tesseract = aMachine({ name: 'tesseract' });
const spare = aMachine({ name: 'spare' });
const shiva = aTradingService({
  lockfile: '/run/shiva.pid',
  systemd_unit: 'shiva.service',
  checkout: '/srv/shiva',
  scan: ['/srv'],
});
const other = aService({ name: 'docs', machine: 'spare' });
const plan = (only: 'all' | 'watch') =>
  aPlan({ machines: [tesseract, spare], services: only === 'watch' ? [shiva] : [shiva, other], only });

describe('what a watch reads', () => {
  it('is what can turn dangerous at any moment, and no checkout, no file and no repository', () => {
    const names = (only: 'all' | 'watch') => Object.keys(asked(machineRequest(plan(only), tesseract)));
    expect(names('watch')).toEqual(['processes', 'lockfiles', 'jobs']);
    expect(names('all')).toEqual(expect.arrayContaining([...names('watch'), 'checkout', 'scans']));
    expect(releaseRequests(plan('watch'))).toEqual([]);
  });

  it('leaves a machine alone that has no watched service, though a singleton might run there', () => {
    expect(asked(machineRequest(plan('watch'), spare))).toEqual({});
    expect(asked(machineRequest(plan('all'), spare))).toMatchObject({ processes: ['docs', 'shiva'] });
  });
});
