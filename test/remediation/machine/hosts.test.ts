import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/clients/ssh/config.ts';
import { actingHost, hostText, readingHost } from '../../../src/remediation/machine/hosts.ts';
import { aMachine } from '../../support/facts/observed.ts';
import { aManifest } from '../../support/remediation/manifest.ts';

describe('how actions reach a machine', () => {
  it.each([
    ['as probes do', null, undefined, 'knox@10.0.0.5:22'],
    ['as a user of their own', 'deploy', undefined, 'deploy@10.0.0.5:22'],
    ['with a key of their own', 'deploy', true, 'deploy@10.0.0.5:22'],
  ])('%s', (_, actionUser, actionKey, text) => {
    const manifest = aManifest();
    const logins = { sshUser: 'probe', actionUser, ...(actionKey === undefined ? {} : { actionKey }) };
    expect(hostText(actingHost(manifest, manifest.machines[0]!, logins))).toBe(text);
  });

  it.each([
    ['keys that probes have', undefined, ['/home/knox/.ssh/box']],
    ['keys that probes have, where none of its own is set', false, ['/home/knox/.ssh/box']],
    ['none of them, where there is one of its own', true, undefined],
  ])('with %s', (_, actionKey, keys) => {
    const manifest = aManifest({ machines: [aMachine({ name: 'box', host: 'box' })] });
    const settings = readSettings('Host box\n  IdentityFile /home/knox/.ssh/box\n', () => []);
    const logins = {
      sshUser: 'probe',
      actionUser: 'deploy',
      sshConfig: () => ({ settings, home: '/home/knox', localUser: 'knox', warnings: [] }),
      ...(actionKey === undefined ? {} : { actionKey }),
    };
    const [machine] = manifest.machines;
    expect(readingHost(manifest, machine!, logins).keys).toEqual(['/home/knox/.ssh/box']);
    expect(actingHost(manifest, machine!, logins).keys).toEqual(keys);
  });
});
