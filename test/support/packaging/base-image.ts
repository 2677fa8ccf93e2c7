import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Dockerd } from '../servers/dockerd.ts';
import { which } from '../machines/system.ts';

const run = promisify(execFile);
const ACCOUNTS = 'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n';

/**
 * An image that can stand where node:24-alpine stands in the Dockerfile, made of this machine's own programs: no
 * registry is asked for it. Its npm is offline, with what the package depends on in its cache, so that the Dockerfile's own
 * `npm install` runs without a network too.
 */
export async function makeBase(engine: Dockerd, folder: string, tarball: string): Promise<string> {
  const root = join(folder, 'root');
  for (const program of ['git', 'ssh']) addProgram(root, needed(program), needed(program));
  addProgram(root, process.execPath, '/usr/local/bin/node');
  addGit(root);
  addBusybox(root);
  const environment = await addNpm(root, folder, tarball);
  mkdirSync(join(root, 'etc'), { recursive: true });
  writeFileSync(join(root, 'etc/passwd'), ACCOUNTS);
  mkdirSync(join(root, 'tmp'), { mode: 0o1777 });
  const archive = join(folder, 'root.tar');
  await run('tar', ['--create', '--file', archive, '--owner=0', '--group=0', '--directory', root, '.']);
  const tag = `${engine.prefix}-base`;
  const changes = environment.flatMap((variable) => ['--change', `ENV ${variable}`]);
  await engine.docker('import', ...changes, archive, tag);
  return tag;
}

function needed(program: string): string {
  const path = which(program);
  if (path === null) throw new Error(`${program} is missing`);
  return path;
}

/** A program and the shared libraries that ldd(1) names, each at its own path. */
export function addProgram(root: string, from: string, to: string): void {
  place(root, from, to);
  const printed = execFileSync('ldd', [from], { encoding: 'utf8' });
  for (const [library] of printed.matchAll(/\/\S+(?= \(0x)/g)) {
    if (!existsSync(join(root, library))) place(root, library, library);
  }
}

function place(root: string, from: string, to: string): void {
  mkdirSync(dirname(join(root, to)), { recursive: true });
  // through links: the archive holds files
  copyFileSync(realpathSync(from), join(root, to));
  chmodSync(join(root, to), 0o755);
}

/** git's own folder: most of it are links to git itself. */
function addGit(root: string): void {
  const folder = execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim();
  cpSync(folder, join(root, folder), { recursive: true, verbatimSymlinks: true });
  addProgram(root, join(folder, 'git-remote-https'), join(folder, 'git-remote-https'));
  // with which the C library finds a user's name, for ssh
  for (const library of globSync('{/lib,/usr/lib}/{.,*}/libnss_files.so.2')) place(root, library, library);
}

function addBusybox(root: string): void {
  const busybox = needed('busybox');
  place(root, busybox, '/bin/busybox');
  for (const applet of execFileSync(busybox, ['--list'], { encoding: 'utf8' }).trim().split('\n')) {
    for (const folder of ['bin', 'usr/bin']) {
      mkdirSync(join(root, folder), { recursive: true });
      if (!existsSync(join(root, folder, applet)) && applet !== 'busybox')
        symlinkSync('/bin/busybox', join(root, folder, applet));
    }
  }
}

/** @returns npm's settings, as environment variables */
async function addNpm(root: string, folder: string, tarball: string): Promise<string[]> {
  const ask = async (...args: string[]) => (await run('npm', args)).stdout.trim();
  cpSync(join(realpathSync(await ask('root', '--global')), 'npm'), join(root, 'usr/local/lib/npm'), {
    recursive: true,
  });
  symlinkSync('../lib/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
  const cache = join(root, 'npm-cache');
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const place = ['--global', '--prefix', join(folder, 'warm'), '--cache', cache];
  await run('npm', ['install', ...place, ...quietly, tarball]);
  const registry = await ask('config', 'get', 'registry');
  return ['npm_config_cache=/npm-cache', 'npm_config_offline=true', `npm_config_registry=${registry}`];
}
