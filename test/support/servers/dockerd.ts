import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { descendants, signalProcess } from '../machines/process-tree.ts';
import { lacks, which } from '../machines/system.ts';

const run = promisify(execFile);

export type Dockerd = {
  /** as DOCKER_HOST wants it */
  host: string;
  /** unlike any other run's: prefix of the names of everything that is made, which stop() removes */
  prefix: string;
  /** Runs the docker client. @returns what it prints, without the last line break */
  docker: (...args: string[]) => Promise<string>;
  /**
   * Builds an image by the classic builder, which needs no network. `busybox` is always in the context.
   * @param files path -> content
   */
  build: (
    tag: string,
    dockerfile: string,
    files?: Record<string, string | Buffer>,
    flags?: string[],
  ) => Promise<void>;
  stop(): Promise<void>;
};

/** Can an engine be had here? One that runs already is named by DOCKER_HOST; to start one takes root. */
export function lacksDockerd(): boolean {
  const given = process.env['DOCKER_HOST'] !== undefined;
  if (lacks(['docker', 'docker.io'], ['dockerd', 'docker.io'], ['busybox', 'busybox-static'])) return true;
  if (given || process.getuid?.() === 0) return false;
  const text = 'needs a docker engine: run the tests as root, or set DOCKER_HOST';
  if (process.env['CI'] || process.env['DRIFTWATCH_ALL_TESTS']) throw new Error(text);
  process.stderr.write(`skipped, ${text}\n`);
  return true;
}

/**
 * The engine of DOCKER_HOST, else one of its own in a temporary folder, without network or firewall rules.
 * @param storage `vfs` works on any file system, also where this machine is a container itself, but copies the whole
 * image at each step of a build; `any` is the best that dockerd finds
 */
export async function startDockerd(storage: 'vfs' | 'any' = 'vfs'): Promise<Dockerd> {
  const folder = mkdtempSync(join(tmpdir(), 'dw-docker-'));
  const given = process.env['DOCKER_HOST'];
  const host = given ?? `unix://${join(folder, 'docker.sock')}`;
  const prefix = `dw${process.pid}-${Date.now().toString(36)}`;
  const env = {
    ...process.env,
    DOCKER_HOST: host,
    DOCKER_BUILDKIT: '0',
    DOCKER_CONFIG: join(folder, 'config'),
  };
  const docker = async (...args: string[]) => (await run('docker', args, { env })).stdout.trimEnd();
  const engine = given === undefined ? await startEngine(folder, docker, storage) : null;
  let builds = 0;
  return {
    host,
    prefix,
    docker,
    async build(tag, dockerfile, files = {}, flags = []) {
      const context = join(folder, `context-${(builds += 1)}`);
      mkdirSync(context);
      copyFileSync(which('busybox') ?? 'busybox', join(context, 'busybox'));
      for (const [path, content] of Object.entries({ ...files, Dockerfile: dockerfile })) {
        mkdirSync(dirname(join(context, path)), { recursive: true });
        writeFileSync(join(context, path), content);
      }
      await docker('build', ...flags, '--quiet', '--network', 'none', '--tag', tag, context);
    },
    async stop() {
      const made = (await docker('ps', '--all', '--quiet', '--filter', `name=${prefix}`)).split('\n');
      // SIGKILL: a shell that is pid 1 of its container ignores everything else.
      // A swarm that was left removes its tasks itself, maybe at this moment.
      if (made[0] !== '')
        await docker('rm', '--force', '--volumes', ...made).catch((error: unknown) => {
          if (!/already in progress|No such container/.test(String(error))) throw error;
        });
      if (given !== undefined) await removeImages(docker, prefix);
      await engine?.stop();
      for (const mount of mountsBelow(folder)) await run('umount', [mount]);
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** dockerd leaves the network namespace mounted that its containers shared with this machine. */
function mountsBelow(folder: string): string[] {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  return mounts.flatMap((line) => line.split(' ')[1] ?? []).filter((path) => path.startsWith(`${folder}/`));
}

async function removeImages(docker: Dockerd['docker'], prefix: string): Promise<void> {
  const images = await docker('images', '--quiet', '--filter', `reference=${prefix}*`);
  if (images !== '') await docker('rmi', '--force', ...new Set(images.split('\n')));
}

async function startEngine(
  folder: string,
  docker: Dockerd['docker'],
  storage: 'vfs' | 'any',
): Promise<{ stop(): Promise<void> }> {
  const log = join(folder, 'log');
  const driver = storage === 'any' ? [] : [`--storage-driver=${storage}`];
  const flags = [...driver, '--bridge=none', '--iptables=false', '--ip6tables=false'];
  const places = {
    host: `unix://${join(folder, 'docker.sock')}`,
    'data-root': join(folder, 'data'),
    'exec-root': join(folder, 'exec'),
    pidfile: join(folder, 'pid'),
  };
  const at = Object.entries(places).map(([name, value]) => `--${name}=${value}`);
  const output = openSync(log, 'a');
  const child = spawn(which('dockerd') ?? 'dockerd', [...flags, ...at], {
    stdio: ['ignore', output, output],
  });
  const ended = once(child, 'exit');
  for (let waited = 0; ; waited += 100) {
    if (await docker('version').catch(() => null)) break;
    if (child.exitCode !== null || waited >= 30_000) {
      child.kill('SIGKILL');
      throw new Error(`dockerd did not start: ${readFileSync(log, 'utf8').slice(-2000)}`);
    }
    await pause(100);
  }
  return {
    async stop() {
      const below = descendants(child.pid);
      child.kill('SIGTERM');
      await ended;
      below.forEach((pid) => signalProcess(pid, 'SIGKILL'));
    },
  };
}
