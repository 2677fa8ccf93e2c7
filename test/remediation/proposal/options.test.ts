import { describe, expect, it } from 'vitest';
import { affectsNothing } from '../../../src/findings/affects.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import { optionsOn } from '../../../src/remediation/proposal/options.ts';
import { aFinding } from '../../support/builders.ts';
import { createWorld } from '../../support/remediation/world.ts';
import { aReport } from '../../support/builders.ts';
import { aManifest, withService } from '../../support/remediation/manifest.ts';

const files = [{ path: '/etc/app.env', in: 'host' as const, secret: true }];

/** The actions that are offered on one finding of log-shipper. */
function offered(over: Partial<Finding>, manifest = withService(aManifest(), 'log-shipper', { files })) {
  const finding = aFinding({ service: 'log-shipper', machine: 'box', ...over });
  return optionsOn(manifest, [finding]).map(({ action, title }) => `${action}: ${title}`);
}

describe('what is offered on a finding', () => {
  it.each<[string, Partial<Finding>, string[]]>([
    ['what fixes it', { type: 'container_unhealthy' }, ['restart-container: restart the container']],
    ['nothing where nothing fixes it', { type: 'git_drift' }, []],
    ['nothing for a service that is not there', { type: 'container_unhealthy', service: 'nobody' }, []],
    ['nothing for one that trades', { type: 'container_unhealthy', service: 'shiva' }, []],
    [
      'a tighter mode of a file of the machine',
      { type: 'secret_exposed', affects: { ...affectsNothing, file: '/etc/app.env' } },
      ['tighten-mode: tighten the file’s mode'],
    ],
    [
      'no tighter mode in a container',
      { type: 'secret_exposed', affects: { ...affectsNothing, file: '/etc/app.env', container: 'x' } },
      [],
    ],
  ])('is %s', (_, over, actions) => {
    expect(offered(over)).toEqual(actions);
  });

  it('is nothing that the manifest has nothing for', () => {
    const bare = withService(aManifest(), 'log-shipper', { docker_service: null });
    expect(offered({ type: 'container_unhealthy' }, bare)).toEqual([]);
  });

  it('is nothing while nobody may approve, or the manifest is broken', async () => {
    const world = createWorld();
    const report = aReport({
      findings: [aFinding({ type: 'container_unhealthy', service: 'metrics', machine: 'box' })],
    });
    expect(await world.start().options(report)).toHaveLength(1);
    expect(await world.start({ approverRoles: [] }).options(report)).toEqual([]);
    world.warning = 'broken';
    expect(await world.start().options(report)).toEqual([]);
  });
});
