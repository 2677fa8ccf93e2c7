import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { generateKey, publicKey } from './ssh-keys.ts';
import { lacks } from '../machines/system.ts';
import { makeCgroup } from '../facts/cgroup.ts';
import { openssh } from './openssh.ts';
import { systemdImage } from './systemd-image.ts';

/** For `beforeAll`: the first boot of a run makes the image. */
export const bootTimeout = 900_000;

export type SystemdMachine = {
  /** of its network namespace, control group and wire */
  name: string;
  /** an address that this machine alone can reach */
  host: string;
  port: 22;
  /** lets in `root`, `watcher` (no rights at all, no sudo) and `deploy` (sudo without a password) */
  keyPath: string;
  /** holds the machine's one host key */
  knownHostsPath: string;
  /** `ssh-ed25519 AAAA…` */
  hostKey: string;
  /** What a shell command prints on stdout, over SSH. @throws with its stderr where it exits with another status than 0 */
  run(command: string, as?: { user?: 'root' | 'watcher' | 'deploy'; input?: string }): Promise<string>;
  /** Writes a file, owned by root. `mode` as chmod takes it; default 644 */
  writeFile(path: string, content: string, mode?: string): Promise<void>;
  /** Writes /etc/systemd/system/NAME. It is loaded, unless `reload` is false; it is neither started nor enabled */
  writeUnit(name: string, content: string, options?: { reload?: boolean }): Promise<void>;
  /** Ends all processes of the machine, and its network, without leftovers. */
  close(): Promise<void>;
};

/**
 * Can this machine boot another? For `describe.skipIf(…)`: says what to install where it cannot.
 * @throws in CI, where a skip is a failure
 */
export function lacksSystemdMachine(): boolean {
  const programs: [string, string][] = [
    ['debootstrap', 'debootstrap'],
    ['systemd-nspawn', 'systemd-container'],
    ['ssh', 'openssh-client'],
    ['ip', 'iproute2'],
    ['flock', 'util-linux'],
    ['setpriv', 'util-linux'],
  ];
  if (lacks(...programs)) return true;
  if (process.getuid?.() === 0) return false;
  const text = 'needs root, to boot a machine with systemd-nspawn';
  if (process.env['CI'] || process.env['DRIFTWATCH_ALL_TESTS']) throw new Error(text);
  process.stderr.write(`skipped, ${text}\n`);
  return true;
}

/**
 * Boots Debian bookworm with its own systemd, dbus, logind, cron and sshd, in about 3 s. All machines share one cached
 * image; what a test changes is in memory and is gone with the machine, so that tests do not see one another. The
 * machine reaches nothing but the one that runs the tests. Packages beside the usual ones make an image of their own,
 * once: use one set for all tests.
 *
 *     describe.skipIf(lacksSystemdMachine())('units', () => {
 *       let machine: SystemdMachine;
 *       beforeAll(async () => void (machine = await startSystemdMachine()), bootTimeout);
 *       afterAll(() => machine?.close());
 *       test('…', async () => {
 *         await machine.writeUnit('bot.service', '[Service]\nExecStart=sleep 1d\n');
 *         await machine.run('systemctl start bot');
 *         expect(await machine.run('systemctl is-active bot')).toBe('active\n');
 */
export async function startSystemdMachine(
  /** `shown`: a folder of this machine, read-only in the other as /opt/shown */
  options: { packages?: string[]; shown?: string } = {},
): Promise<SystemdMachine> {
  const image = await systemdImage(options.packages);
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-systemd-'));
  const keyPath = generateKey(join(folder, 'client'));
  const keys = join(folder, 'machine');
  mkdirSync(keys);
  generateKey(join(keys, 'host'));
  writeFileSync(join(keys, 'authorized_keys'), `${publicKey(keyPath)}\n`);
  const hostKey = publicKey(join(keys, 'host'));

  const { name, host } = makeNetwork();
  const knownHostsPath = join(folder, 'known_hosts');
  writeFileSync(knownHostsPath, `${host} ${hostKey}\n`);
  const group = makeCgroup(name);
  const log: string[] = [];
  const nspawn = [
    'systemd-nspawn',
    '--quiet',
    '--boot',
    '--register=no',
    '--keep-unit',
    '--console=pipe',
    '--link-journal=no',
    '--read-only',
    '--volatile=overlay',
    `--directory=${image}`,
    `--machine=${name}`,
    `--network-namespace-path=/run/netns/${name}`,
    `--bind-ro=${keys}:/run/machine`,
    ...(options.shown === undefined ? [] : [`--bind-ro=${options.shown}:/opt/shown`]),
  ];
  // In its own pid namespace, the machine dies with its parent: without it, its systemd outlives nspawn.
  const own = ['--pdeathsig', 'KILL', 'unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const child = spawn('setpriv', [...own, 'sh', '-c', group.enter, 'sh', ...nspawn], {
    env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => void log.push(String(data)));

  const ssh = openssh({ folder, keyPath, knownHostsPath, host });
  const machine: SystemdMachine = {
    name,
    host,
    port: 22,
    keyPath,
    knownHostsPath,
    hostKey,
    run: ssh.run,
    async writeFile(path, input, mode = '644') {
      const to = `'${path.replaceAll("'", "'\\''")}'`;
      await machine.run(`mkdir -p "$(dirname ${to})" && cat >${to} && chmod ${mode} ${to}`, { input });
    },
    async writeUnit(unit, content, { reload = true } = {}) {
      await machine.writeFile(`/etc/systemd/system/${unit}`, content);
      if (reload) await machine.run('systemctl daemon-reload');
    },
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      ssh.close();
      await group.remove();
      spawnSync('ip', ['netns', 'del', name]);
      spawnSync('ip', ['link', 'del', name]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await booted(machine, () => (child.exitCode ?? child.signalCode) !== null, log);
  return machine;
}

async function booted(machine: SystemdMachine, ended: () => boolean, log: string[]): Promise<void> {
  let last: unknown = null;
  for (let waited = 0; waited < 120_000 && !ended(); waited += 100) {
    // It exits with 1 where a unit failed; "running" or "degraded", the boot is over.
    const state = await machine.run('systemctl is-system-running --wait || true').catch((error: unknown) => {
      last = error;
      return '';
    });
    if (/running|degraded/.test(state)) return;
    await pause(100);
  }
  await machine.close();
  throw new Error(`the machine did not boot: ${String(last)}\n${log.join('')}`);
}

/** A network namespace, with one wire to it; its number is taken by the name of the wire, which only one can have. */
function makeNetwork(): { name: string; host: string } {
  for (let index = process.pid % 4000; index < 8192; index += 1) {
    const name = `dwsd${index}`;
    const wire = spawnSync('ip', ['link', 'add', name, 'type', 'veth', 'peer', 'name', `${name}p`], {
      encoding: 'utf8',
    });
    if (wire.status !== 0 && /File exists/.test(wire.stderr)) continue;
    if (wire.status !== 0) throw new Error(`no network for the machine: ${wire.stderr}`);
    // RFC 2544: a range that no real network has; own-host.ts has its other half
    const [here, host] = [1, 2].map((last) => `198.18.${index >> 6}.${((index & 63) << 2) + last}`);
    const ip = (...args: string[]) => execFileSync('ip', args);
    spawnSync('ip', ['netns', 'del', name]);
    ip('netns', 'add', name);
    ip('link', 'set', `${name}p`, 'netns', name, 'name', 'eth0');
    ip('addr', 'add', `${here}/30`, 'dev', name);
    ip('link', 'set', name, 'up');
    ip('-n', name, 'addr', 'add', `${host}/30`, 'dev', 'eth0');
    for (const each of ['lo', 'eth0']) ip('-n', name, 'link', 'set', each, 'up');
    return { name, host: host ?? '' };
  }
  throw new Error('no network for the machine: all numbers are taken');
}
