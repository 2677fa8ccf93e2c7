import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { descendants, signalProcess } from '../machines/process-tree.ts';
import { generateKey, publicKey } from './ssh-keys.ts';
import type { KeyType } from './ssh-keys.ts';
import { which } from '../machines/system.ts';

export type SshdOptions = {
  /** address to listen on; default 127.0.0.1. Another of 127/8 makes a second machine */
  host?: string;
  /** the port, on an address that is not of this machine; default: a free one */
  port?: number;
  /** what to start instead of sshd itself, with its arguments */
  program?: string;
  /** printed by sshd before authentication */
  banner?: string;
  /** default: ed25519 */
  hostKeys?: KeyType[];
  /** lines of sshd_config(5); they win over our own */
  config?: string[];
  /** the environment of every command, such as a PATH with stand-in executables in front */
  environment?: Record<string, string>;
  /** what stands in the .bashrc (and .zshenv), which sshd's login shell runs before each command */
  profile?: string;
};

export type Sshd = {
  host: string;
  port: number;
  /** who may log in: the user that runs the tests */
  user: string;
  folder: string;
  /** a private key that is let in */
  keyPath: string;
  /** another that is let in, behind `passphrase` */
  encryptedKeyPath: string;
  passphrase: string;
  /** one public key a line */
  authorizedKeysPath: string;
  /** all host keys under `[host]:port` */
  knownHostsPath: string;
  /** the same, as ssh-keygen -H leaves it */
  hashedKnownHostsPath: string;
  /** public host keys, `ssh-ed25519 AAAA…` */
  hostKeys: string[];
  /** what sshd has logged so far, at level VERBOSE */
  log(): string;
  /** TCP connections accepted so far */
  connections(): number;
  /** Sends a signal to all that serves the present connections, and to what they run; the listener stays. */
  signalSessions(signal: NodeJS.Signals): void;
  /** Ends the listener, all sessions and what they run, and removes the folder. */
  stop(): Promise<void>;
};

/** A real OpenSSH sshd on a loopback address, with keys and configuration of its own in a temporary folder. */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const program = options.program ?? which('sshd');
  if (program === null) throw new Error('sshd is missing: apt-get install openssh-server');
  // sshd refuses to start as root without it, and Debian makes it only when its own service starts.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-sshd-'));
  const at = (name: string) => join(folder, name);
  const host = options.host ?? '127.0.0.1';
  const passphrase = 'correct horse';

  const hostKeyPaths = (options.hostKeys ?? ['ed25519']).map((type) =>
    generateKey(at(`host_${type}`), { type }),
  );
  const keyPath = generateKey(at('client'));
  const encryptedKeyPath = generateKey(at('client_encrypted'), { passphrase });
  const authorized = [keyPath, encryptedKeyPath].map((path) => readFileSync(`${path}.pub`, 'utf8'));
  writeFileSync(at('authorized_keys'), authorized.join(''));
  const hostKeys = hostKeyPaths.map((path) => publicKey(path));

  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort(host));
    writeConfig(program, folder, host, port, hostKeyPaths, options);
    const child = spawn(program, ['-D', '-f', at('config'), '-E', at('log')], { stdio: 'ignore' });
    const state = await listening(child.pid, at('log'), () => child.exitCode);
    if (state === 'ready') {
      const knownHosts = hostKeys.map((key) => `[${host}]:${port} ${key}\n`).join('');
      writeFileSync(at('known_hosts'), knownHosts);
      copyFileSync(at('known_hosts'), at('known_hosts_hashed'));
      execFileSync('ssh-keygen', ['-q', '-H', '-f', at('known_hosts_hashed')], { stdio: 'ignore' });
      const log = () => readFileSync(at('log'), 'utf8');
      return {
        host,
        port,
        user: userInfo().username,
        folder,
        keyPath,
        encryptedKeyPath,
        passphrase,
        authorizedKeysPath: at('authorized_keys'),
        knownHostsPath: at('known_hosts'),
        hashedKnownHostsPath: at('known_hosts_hashed'),
        hostKeys,
        log,
        connections: () => log().match(/^Connection from /gm)?.length ?? 0,
        signalSessions: (signal) => descendants(child.pid).forEach((pid) => signalProcess(pid, signal)),
        async stop() {
          const sessions = descendants(child.pid);
          if (child.exitCode === null && child.signalCode === null) {
            child.kill('SIGKILL');
            await once(child, 'exit');
          }
          sessions.forEach((pid) => signalProcess(pid, 'SIGKILL'));
          rmSync(folder, { recursive: true, force: true });
        },
      };
    }
    // Somebody else may have taken the port between our looking and sshd's binding.
    if (attempt === 5 || !/Address already in use/.test(state))
      throw new Error(`sshd did not start: ${state}`);
  }
}

function writeConfig(
  program: string,
  folder: string,
  host: string,
  port: number,
  hostKeyPaths: string[],
  options: SshdOptions,
): void {
  const at = (name: string) => join(folder, name);
  if (options.banner !== undefined) writeFileSync(at('banner'), options.banner);
  // A separate home, so that the start files of the person who runs the tests do not matter.
  mkdirSync(at('home'), { recursive: true });
  for (const name of ['.bashrc', '.zshenv'])
    writeFileSync(join(at('home'), name), `${options.profile ?? ''}\n`);
  const environment = { HOME: at('home'), ...options.environment };
  const setEnv = Object.entries(environment).map(([name, value]) => `"${name}=${value}"`);
  const lines = [
    ...(options.config ?? []), // the first value of a keyword counts
    `ListenAddress ${host}:${port}`,
    ...hostKeyPaths.map((path) => `HostKey ${path}`),
    `AuthorizedKeysFile ${at('authorized_keys')}`,
    `PidFile none`,
    'UsePAM no',
    'StrictModes no',
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'LogLevel VERBOSE',
    // of this keyword the last value counts
    ...(options.config?.some((line) => line.startsWith('MaxStartups ')) ? [] : ['MaxStartups 300']),
    ...(options.banner === undefined ? [] : [`Banner ${at('banner')}`]),
    `SetEnv ${setEnv.join(' ')}`,
  ];
  // Since 9.8 sshd shuts out an address that fails to log in; older ones do not know the keyword.
  writeFileSync(at('config'), [...lines, 'PerSourcePenalties no', ''].join('\n'));
  const check = spawnSync(program, ['-t', '-f', at('config')], { encoding: 'utf8' });
  if (/PerSourcePenalties/.test(check.stderr)) writeFileSync(at('config'), [...lines, ''].join('\n'));
}

async function listening(
  pid: number | undefined,
  logPath: string,
  exitCode: () => number | null,
): Promise<string> {
  const log = () => (existsSync(logPath) ? readFileSync(logPath, 'utf8') : '');
  for (let waited = 0; waited < 20_000; waited += 20) {
    if (/^Server listening on /m.test(log())) return 'ready';
    if (pid === undefined || exitCode() !== null) break;
    await pause(20);
  }
  const said = log();
  rmSync(logPath, { force: true });
  return said === '' ? 'it said nothing' : said;
}
