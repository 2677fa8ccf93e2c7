import { describe, expect, it } from 'vitest';
import type { Service } from '../../src/inventory/manifest.ts';
import { startedTrading } from '../../src/remediation/started.ts';
import { claimsOn, tradingReason } from '../../src/remediation/trading.ts';
import { aMachine, aService, aTradingService } from '../support/facts/observed.ts';
import { aManifest, withService } from '../support/remediation/manifest.ts';
import { aProposal } from '../support/remediation/moment.ts';

const attic = aMachine({ name: 'attic', host: '10.0.0.9' });
const alpha = { name: 'alpha', kind: 'trading', repo: null, docker_service: null } as const;

function claimed(over: Partial<Service>) {
  return claimsOn(
    aManifest({ services: [aTradingService({ ...alpha, name: 'alfa', machine: 'box', ...over })] }),
    'box',
  );
}

describe('what belongs to a trading service', () => {
  const host = (path: string) => ({ path, in: 'host' as const, secret: false });
  it.each<[string, Partial<Service>, Partial<ReturnType<typeof claimsOn>>]>([
    ['its lockfile and checkout, once', { lockfile: '/a', checkout: '/a' }, { paths: ['/a'] }],
    [
      'its files on the machine',
      { files: [host('/a'), { ...host('/b'), in: 'container' }] },
      { paths: ['/a'] },
    ],
    ['its folders on the machine', { scan: ['/a'] }, { paths: ['/a'] }],
    ['no folders in a container', { scan: ['/a'], docker_service: 'trader' }, { names: ['trader'] }],
    ['no container of four letters', { docker_service: 'trad' }, {}],
    ['its container of five letters', { docker_service: 'trade' }, { names: ['trade'] }],
    ['its name of five letters', { name: 'alpha' }, { names: ['alpha'] }],
    ['what its process is found by', { process: 'teller.py' }, { names: ['teller.py'] }],
    [
      'its process on one line, whatever the manifest holds',
      { process: 'teller\nGUARDED\nid' },
      { names: ['teller GUARDED id'] },
    ],
    ['no pattern of its process', { process: '/^tell/' }, {}],
    [
      'its unit and its label',
      { systemd_unit: 'a.service', launchd_label: 'b' },
      { names: ['a.service', 'b'] },
    ],
  ])('is %s', (_, over, expected) => {
    expect(claimed(over)).toEqual({ paths: [], names: [], ...expected });
  });

  it('counts on its own machine only, and only of what trades', () => {
    const own = { checkout: '/srv/a', systemd_unit: 'a' };
    const services = [aTradingService({ machine: 'attic', ...own }), aService({ machine: 'box', ...own })];
    const manifest = aManifest({ services });
    manifest.machines.push(attic);
    expect(claimsOn(manifest, 'box')).toEqual({ paths: [], names: [] });
    expect(claimsOn(manifest, 'attic').names).toEqual(['a', 'shiva']);
  });
});

/** log-shipper and a trading service called alpha, on one machine. */
function reason(own: Partial<Service>, of: Partial<Service>, over: Parameters<typeof aProposal>[0] = {}) {
  const manifest = withService(aManifest(), 'log-shipper', { docker_service: null, ...own });
  const both = withService(manifest, 'shiva', { ...alpha, ...of });
  return tradingReason(both, both.services[0]!, aProposal(over));
}

describe('why an action would touch trading', () => {
  const file = (path: string, where: 'host' | 'container') => ({
    files: [{ path, in: where, secret: false }],
  });
  it.each<[string, Partial<Service>, Partial<Service>, string[], string]>([
    [
      'one file of the machine',
      file('/a', 'host'),
      file('/a', 'host'),
      [],
      'shares its file /a with log-shipper',
    ],
    [
      'one path in containers of their own',
      { ...file('/a', 'container'), docker_service: 'x' },
      { ...file('/a', 'container'), docker_service: 'y' },
      [],
      'nothing',
    ],
    ['a file of the machine, one in a container', file('/a', 'host'), file('/a', 'container'), [], 'nothing'],
    [
      'a unit by its short name',
      {},
      { systemd_unit: 'app' },
      ['app.service'],
      'the manifest lists for alpha',
    ],
    ['a unit as it is called', {}, { systemd_unit: 'app' }, ['app'], 'the manifest lists for alpha'],
    [
      'a timer, and not a service of its name',
      {},
      { systemd_unit: 'app.timer' },
      ['app.timer.service'],
      'nothing',
    ],
    ['a file below its checkout', {}, { checkout: '/srv/a/' }, ['/srv/a/b'], 'the manifest lists for alpha'],
    ['a folder that begins with its letters', {}, { checkout: '/srv/a' }, ['/srv/ab'], 'nothing'],
    [
      'a container by the beginning of its id',
      {},
      { docker_service: 'abcdef012345' },
      ['abcdef012345'.padEnd(64, '0')],
      'the manifest lists for alpha',
    ],
    [
      'a container of another id',
      {},
      { docker_service: 'abcdef012345' },
      ['bbcdef012345'.padEnd(64, '0')],
      'nothing',
    ],
    ['a name that an id begins with', {}, { docker_service: 'abcde' }, ['abcde'.padEnd(64, '0')], 'nothing'],
    ['an id that is no whole one', {}, { docker_service: 'abcdef012345' }, ['abcdef0123456'], 'nothing'],
  ])('%s', (_, own, of, touches, why) => {
    expect(reason(own, of, { touches }) ?? 'nothing').toContain(why);
  });

  it('follows what depends on what, round a circle too', () => {
    const chain = withService(aManifest(), 'shiva', { depends_on: ['metrics', 'nobody'] });
    const circle = withService(chain, 'metrics', { depends_on: ['records', 'metrics'] });
    const closed = withService(circle, 'records', { depends_on: ['metrics'] });
    expect(tradingReason(closed, closed.services[0]!, aProposal())).toBeNull();
    const needing = withService(circle, 'records', { depends_on: ['metrics', 'log-shipper'] });
    expect(tradingReason(needing, needing.services[0]!, aProposal())).toBe(
      'shiva trades, and depends on log-shipper',
    );
  });

  it('says where two names of one machine are why', () => {
    const manifest = withService(aManifest(), 'shiva', { ...alpha, machine: 'attic' });
    manifest.machines.push(attic);
    const why = (twins: string[], machines = manifest.machines) =>
      tradingReason(
        { ...manifest, machines },
        manifest.services[0]!,
        aProposal({ shared: ['alpha'], twins }),
      );
    const plain = 'it would touch alpha too, which trades';
    expect(why([])).toBe(plain);
    expect(why(['attic'])).toContain('. attic counts as box: ');
    const alias = aMachine({ name: 'attic', host: '10.0.0.5' });
    expect(why(['attic'], [manifest.machines[0]!, alias])).toBe(plain);
  });

  it('knows which trading service a command line would be, on its machine', () => {
    const services = [
      aTradingService({ ...alpha, machine: 'box', process: 'serve-alpha' }),
      aTradingService({ ...alpha, name: 'far', machine: 'attic', process: 'serve-alpha' }),
      aService({ name: 'plain', machine: 'box', process: 'serve-alpha' }),
    ];
    const manifest = aManifest({ services });
    manifest.machines.push(attic);
    expect(startedTrading(manifest, 'box', ['/usr/bin/serve-alpha'])).toEqual(['alpha']);
    expect(startedTrading(manifest, 'box', ['/usr/bin/other'])).toEqual([]);
  });
});
