/** Driftwatch's own key and pinned hosts, for git's ssh to use next to the user's own. */
export type GitSsh = { keyPath: string | null; knownHostsPath: string | null };

// ssh(1) stops looking at the usual keys once it is given one
const USUAL_KEYS = ['~/.ssh/id_ed25519', '~/.ssh/id_ecdsa', '~/.ssh/id_rsa'];
const USUAL_HOSTS = '~/.ssh/known_hosts ~/.ssh/known_hosts2';

/** The value of GIT_SSH_COMMAND: an ssh that never prompts, never accepts an unknown host and leaves nothing running. */
export function sshCommand(ssh: GitSsh | null): string {
  const options = [
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    'ControlMaster=no',
    'ControlPath=none',
    'ForwardAgent=no',
  ];
  const { keyPath = null, knownHostsPath = null } = ssh ?? {};
  if (knownHostsPath !== null) options.push(`UserKnownHostsFile="${knownHostsPath}" ${USUAL_HOSTS}`);
  if (keyPath !== null) options.push(...[keyPath, ...USUAL_KEYS].map((path) => `IdentityFile="${path}"`));
  return ['ssh', ...options.flatMap((option) => ['-o', word(option)])].join(' ');
}

/** git gives the command to a shell (git(1), GIT_SSH_COMMAND). */
function word(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
