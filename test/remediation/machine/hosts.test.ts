import { describe, expect, it } from 'vitest';
import { actingHost, hostText } from '../../../src/remediation/machine/hosts.ts';
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
});
