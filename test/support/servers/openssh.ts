import { execFile, spawnSync } from 'node:child_process';

const users = ['root', 'watcher', 'deploy'] as const;

/**
 * Commands on a machine over OpenSSH, with one login a user: each login starts a session, and a systemd of the user's
 * own, on a machine that has systemd.
 */
export function openssh(to: { folder: string; keyPath: string; knownHostsPath: string; host: string }) {
  const settings = [
    `UserKnownHostsFile=${to.knownHostsPath}`,
    'BatchMode=yes',
    'ConnectTimeout=20',
    'LogLevel=ERROR',
    'ControlMaster=auto',
    `ControlPath=${to.folder}/%r`,
    'ControlPersist=yes',
    'ServerAliveInterval=15', // the login of a test that was killed ends with its machine
  ];
  const ssh = ['-F', 'none', '-i', to.keyPath, ...settings.flatMap((setting) => ['-o', setting])];
  return {
    /** What a shell command prints on stdout. @throws with its stderr where it exits with another status than 0 */
    run: (command: string, as: { user?: (typeof users)[number]; input?: string } = {}) =>
      new Promise<string>((resolve, reject) => {
        const args = [...ssh, `${as.user ?? 'root'}@${to.host}`, command];
        const limits = { maxBuffer: 1e8, cwd: to.folder };
        const running = execFile('ssh', args, limits, (error, stdout, stderr) =>
          error ? reject(new Error(`${command}\n${stdout}${stderr}`, { cause: error })) : resolve(stdout),
        );
        running.stdin?.on('error', () => {}); // ssh that ended early says itself why
        running.stdin?.end(as.input ?? '');
      }),
    close(): void {
      for (const user of users)
        spawnSync('ssh', [...ssh, '-O', 'exit', `${user}@${to.host}`], { stdio: 'ignore' });
    },
  };
}
