import { placeOf } from '../../clients/ssh/host.ts';
import type { SshHost } from '../../clients/ssh/host.ts';
import type { Machine, Manifest } from '../../inventory/manifest.ts';
import { loginOf, sshHost } from '../../probes/plan.ts';
import type { Logins } from './logins.ts';

export function readingHost(manifest: Manifest, machine: Machine, { sshUser, sshConfig }: Logins): SshHost {
  const { machines, services } = manifest;
  return sshHost(
    { machines, services, inventory: services, only: 'all', ...loginOf(sshUser, sshConfig) },
    machine,
  );
}

/** The machine as actions reach it. Jump hosts use the probes' login. */
export function actingHost(manifest: Manifest, machine: Machine, logins: Logins): SshHost {
  const { keys, ...own } = readingHost(manifest, machine, logins);
  const host = logins.actionKey === true || keys === undefined ? own : { ...own, keys };
  return logins.actionUser === null ? host : { ...host, user: logins.actionUser };
}

/** `knox@10.0.0.5:22`: a plan applies to one host and one user. */
export function hostText(host: SshHost): string {
  return `${host.user}@${placeOf(host)}`;
}
