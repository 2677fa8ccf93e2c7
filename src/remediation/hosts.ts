import { placeOf } from '../clients/ssh-host.ts';
import type { SshHost } from '../clients/ssh-host.ts';
import type { Machine, Manifest } from '../inventory/manifest.ts';
import { sshHost } from '../probes/plan.ts';

/** Who logs in: `sshUser` to look, where the manifest names nobody; `actionUser`, if there is one, to act. */
export type Logins = { sshUser: string; actionUser: string | null };

export function readingHost(manifest: Manifest, machine: Machine, { sshUser }: Logins): SshHost {
  const { machines, services } = manifest;
  return sshHost({ machines, services, inventory: services, only: 'all', ssh_user: sshUser }, machine);
}

/** The machine as actions reach it. Jump hosts on the way are logged in to as probes do. */
export function actingHost(manifest: Manifest, machine: Machine, logins: Logins): SshHost {
  const host = readingHost(manifest, machine, logins);
  return logins.actionUser === null ? host : { ...host, user: logins.actionUser };
}

/** `knox@10.0.0.5:22`: a plan is for one host and one user. */
export function hostText(host: SshHost): string {
  return `${host.user}@${placeOf(host)}`;
}
