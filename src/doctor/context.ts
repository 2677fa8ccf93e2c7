import { userInfo } from 'node:os';
import { openSshConfig } from '../clients/ssh/config-file.ts';
import type { Env } from '../env/env.ts';
import { readManifest } from '../inventory/load.ts';
import type { OpenState, DoctorContext } from './check.ts';

export type DoctorClients = DoctorContext['clients'];

/**
 * Everything that checks need: the environment and the current manifest.
 * @param reading the manifest, if already read
 */
export async function doctorContext(
  env: Env,
  clients: DoctorClients,
  openState: (stateUrl: string, now: () => number) => OpenState | Promise<OpenState>,
  reading?: Awaited<ReturnType<typeof readManifest>>,
): Promise<DoctorContext> {
  return {
    env,
    manifest: { path: env.manifestPath, ...(reading ?? (await readManifest(env.manifestPath))) },
    clients,
    sshUser: env.sshUser ?? userInfo().username,
    sshConfig: openSshConfig(env.sshConfigPath),
    openState: async () => openState(env.stateUrl, Date.now),
    now: Date.now,
  };
}
