import type { SshConfigFiles } from '../../clients/ssh/config-file.ts';

/**
 * Login names: `sshUser` for reading, if neither the manifest nor ssh_config names a user; `actionUser`, if set, for
 * actions, with a separate key if `actionKey` is set.
 */
export type Logins = {
  sshUser: string;
  actionUser: string | null;
  actionKey?: boolean;
  sshConfig?: SshConfigFiles;
};
