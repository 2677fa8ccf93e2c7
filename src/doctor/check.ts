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

/** The state store as a check needs it; any namespace of keyv fits. */
export type OpenState = {
  keyv(namespace: string): {
    get(key: string): Promise<unknown>;
    set(key: string, value: unknown, ttlMs: number): Promise<unknown>;
    delete(key: string): Promise<unknown>;
  };
  /** who holds the bot's lease, for people; null if nobody */
  holder?(): Promise<string | null>;
  close(): unknown;
};

/** Everything that checks need. The clients are the audit's, so what works here works there. */
export type DoctorContext = {
  env: Env;
  manifest: { path: string } & Awaited<ReturnType<typeof readManifest>>;
  clients: {
    ssh: SshClient;
    /** logs in as SSH_ACTION_USER with SSH_ACTION_KEY_PATH; null if actions use the probes' login */
    actionSsh: SshClient | null;
    http: HttpClient;
    repository: RepositoryClient;
    /** absent: sites are not checked */
    sites?: Sites;
  };
  /** for machines without a user in the manifest */
  sshUser: string;
  sshConfig?: SshConfigFiles;
  /** @throws UserError if it cannot be opened */
  openState: () => Promise<OpenState>;
  /** ends running work outside the clients */
  signal?: AbortSignal;
  /** ms since the epoch */
  now: () => number;
};

/** Tries the connections of one kind. */
export type Check = {
  name: string;
  /** also tried when the bot starts */
  atStart?: true;
  /** Changes nothing, pages nobody, and keeps its own deadlines; run.ts adds a last one. */
  examine(context: DoctorContext): Promise<Line[]>;
  /** ms after which run.ts gives up, if the default may not be enough */
  deadlineMs?(context: DoctorContext): number;
};

/** What an audit of the whole fleet would read; null while the manifest is broken. */
export function wholePlan({ manifest, sshUser, sshConfig }: DoctorContext): Plan | null {
  if (manifest.problems !== null) return null;
  const { machines, services } = manifest.manifest;
  return { machines, services, inventory: services, only: 'all', ...loginOf(sshUser, sshConfig) };
}
