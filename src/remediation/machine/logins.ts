import type { SshConfigFiles } from '../../clients/ssh/config-file.ts';

/**
 * Who logs in: `sshUser` to look, where neither the manifest nor ssh_config names anybody; `actionUser`, if there is
 * one, to act, with a key of its own where `actionKey` says so.
 */
export type Logins = {
  sshUser: string;
  actionUser: string | null;
  actionKey?: boolean;
  sshConfig?: SshConfigFiles;
};
