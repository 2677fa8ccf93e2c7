import { describe, expect, it } from 'vitest';
import { neighboursOf } from '../../../src/remediation/machine/neighbours.ts';
import { aMachine, aService, aTradingService } from '../../support/facts/observed.ts';
import { aManifest } from '../../support/remediation/manifest.ts';

describe('the neighbours of a service', () => {
  const attic = aMachine({ name: 'attic', host: '10.0.0.9' });
  const own = {
    docker_service: 'x',
    systemd_unit: 'x.service',
    launchd_label: 'x',
    lockfile: '/x',
    checkout: '/x',
  };
  const app = aService({ name: 'app', machine: 'box', kind: 'stateless' });
  function seen(...others: ReturnType<typeof aService>[]) {
    const manifest = aManifest({ services: [app, ...others] });
    const box = manifest.machines[0]!;
    return neighboursOf({ ...manifest, machines: [box, attic] }, app, box);
  }

  it('have containers, jobs and processes, and nothing that needs to be asked for', () => {
    const other = aService({ name: 'other', machine: 'box', ...own });
    expect(seen(other)).toEqual([
      { ...other, repo: null, endpoints: [], lockfile: null, checkout: null, files: [], scan: [] },
    ]);
  });

  it('are none that stand on another machine', () => {
    expect(seen(aService({ name: 'other', machine: 'attic' }))).toEqual([]);
  });

  it('are every trading service wherever it stands, by its processes alone', () => {
    const trading = aTradingService({ machine: 'attic', singleton: 'none', ...own } as never);
    expect(seen(trading)).toMatchObject([
      {
        name: 'shiva',
        machine: 'box',
        singleton: 'fleet',
        docker_service: null,
        systemd_unit: null,
        launchd_label: null,
      },
    ]);
    expect(seen({ ...trading, machine: 'box' })).toMatchObject([
      { machine: 'box', singleton: 'fleet', docker_service: 'x', systemd_unit: 'x.service' },
    ]);
  });
});
