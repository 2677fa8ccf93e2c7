import type { HttpClient } from '../clients/http/client.ts';
import type { RepositoryClient } from '../clients/repository/repository.ts';
import type { SshConfigFiles } from '../clients/ssh/config-file.ts';
import type { SshClient } from '../clients/ssh/client.ts';
import type { Env } from '../env/env.ts';
import type { readManifest } from '../inventory/load.ts';
import { loginOf } from '../probes/plan.ts';
import type { Plan } from '../probes/request.ts';
import type { Sites } from '../sites/site-client.ts';
import type { Line } from './result.ts';

/** The state store, as far as a check goes; any namespace of keyv fits. */
export type OpenState = {
  keyv(namespace: string): {
    get(key: string): Promise<unknown>;
    set(key: string, value: unknown, ttlMs: number): Promise<unknown>;
    delete(key: string): Promise<unknown>;
  };
  /** who holds the bot's lease on the store, for people; null: nobody */
  holder?(): Promise<string | null>;
  close(): unknown;
};

/** All that is checked. The clients are those of an audit, so that what works here works there. */
export type DoctorContext = {
  env: Env;
  manifest: { path: string } & Awaited<ReturnType<typeof readManifest>>;
  clients: {
    ssh: SshClient;
    /** logs in as SSH_ACTION_USER with SSH_ACTION_KEY_PATH; null where actions use what the probes use */
    actionSsh: SshClient | null;
    http: HttpClient;
    repository: RepositoryClient;
    /** left out: sites are not asked */
    sites?: Sites;
  };
  /** for machines that the manifest gives no user */
  sshUser: string;
  sshConfig?: SshConfigFiles;
  /** @throws UserError where it cannot be opened */
  openState: () => Promise<OpenState>;
  /** ends what is under way and not a client's */
  signal?: AbortSignal;
  /** ms since the epoch */
  now: () => number;
};

/** Tries the connections of one kind. */
export type Check = {
  name: string;
  /** also tried when the bot starts */
  atStart?: true;
  /** Changes nothing, pages nobody, and keeps its own deadlines: run.ts has one more behind them. */
  examine(context: DoctorContext): Promise<Line[]>;
  /** ms after which run.ts gives it up, where the usual time may not be enough */
  deadlineMs?(context: DoctorContext): number;
};

/** What an audit of the whole fleet would read; null while the manifest is broken. */
export function wholePlan({ manifest, sshUser, sshConfig }: DoctorContext): Plan | null {
  if (manifest.problems !== null) return null;
  const { machines, services } = manifest.manifest;
  return { machines, services, inventory: services, only: 'all', ...loginOf(sshUser, sshConfig) };
}
