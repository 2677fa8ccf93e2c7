import { readFileSync, readdirSync, statSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { matchesPattern } from './host-keys/known-hosts.ts';
import { readSettings } from './config.ts';
import type { SshConfig } from './config.ts';
import { codeOf } from '../../text/error-code.ts';

/** Returns the current content of the files. */
export type SshConfigFiles = () => SshConfig;

const SYSTEM = '/etc/ssh/ssh_config';

/**
 * Reads the user's ssh_config and then the system's, as ssh(1) does, again when one of them has changed. A missing file
 * is an empty one; what may not be read, or may be written by others, is named in `warnings`. null: reads none.
 */
export function openSshConfig(path: string | null): SshConfigFiles {
  const nothing: SshConfig = {
    settings: [],
    home: homedir(),
    localUser: userInfo().username,
    warnings: [],
  };
  if (path === null) return () => nothing;
  let last: { versions: Map<string, string>; config: SshConfig } | null = null;
  return () => {
    if (last && [...last.versions].every(([file, version]) => versionOf(file) === version))
      return last.config;
    const versions = new Map<string, string>();
    const warnings: string[] = [];
    const read = (file: string, folder: string): SshConfig['settings'] => {
      const text = textOf(file, versions, warnings);
      return readSettings(text, (patterns) =>
        patterns
          .flatMap((pattern) => filesOf(pattern, folder, nothing.home, versions))
          .map((each) => ({ text: textOf(each, versions, warnings) })),
      );
    };
    const settings = [...read(path, join(nothing.home, '.ssh')), ...read(SYSTEM, dirname(SYSTEM))];
    last = { versions, config: { ...nothing, settings, warnings } };
    return last.config;
  };
}

function textOf(file: string, versions: Map<string, string>, warnings: string[]): string {
  versions.set(file, versionOf(file));
  try {
    const { mode, uid } = statSync(file);
    // As ssh(1) does: the file decides where the bot logs in, so others must not be able to write to it.
    const owners = [0, process.getuid?.() ?? uid];
    if ((mode & 0o022) !== 0 || !owners.includes(uid)) {
      warnings.push(`${file} is ignored, since others may write to it (chmod 600)`);
      return '';
    }
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = codeOf(error) ?? 'unknown error';
    if (code !== 'ENOENT' && code !== 'ENOTDIR') warnings.push(`${file} cannot be read (${code})`);
    return '';
  }
}

function versionOf(file: string): string {
  try {
    const { ctimeNs, mtimeNs, size, ino } = statSync(file, { bigint: true });
    return `${ctimeNs} ${mtimeNs} ${size} ${ino}`;
  } catch {
    return 'none';
  }
}

/** ssh_config(5), Include: a path with `~`, relative to ~/.ssh or /etc/ssh, and glob(7) patterns in each of its names. */
function filesOf(pattern: string, folder: string, home: string, versions: Map<string, string>): string[] {
  const path = pattern.replace(/^~(?=\/)/, home);
  let found = ['/'];
  for (const name of (isAbsolute(path) ? path : join(folder, path))
    .split('/')
    .filter((each) => each !== '')) {
    found = found.flatMap((place) => {
      if (!/[*?]/.test(name)) return [join(place, name)];
      // a file that comes or goes changes its folder
      versions.set(place, versionOf(place));
      return namesIn(place)
        .filter((each) => matchesPattern(name, each) && (!each.startsWith('.') || name.startsWith('.')))
        .map((each) => join(place, each));
    });
  }
  return found;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}
