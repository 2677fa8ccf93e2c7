import { readFile, stat } from 'node:fs/promises';
import { SshError } from '../../errors.ts';
import { parseKnownHosts } from './known-hosts.ts';
import type { KnownHost } from './known-hosts.ts';
import { codeOf } from '../../../text/error-code.ts';

/** Returns the current content of known_hosts files. @throws SshError `denied` if one cannot be read */
export type KnownHostsFiles = () => Promise<KnownHost[]>;

const missing: KnownHost[] = [];

/** Not synchronously: if the file system hangs, the bot goes on. */
async function lookAt(path: string): Promise<string> {
  const { ctimeNs, mtimeNs, size, ino } = await stat(path, { bigint: true });
  return `${ctimeNs} ${mtimeNs} ${size} ${ino}`;
}

/** Reads known_hosts files, each again only when it has changed. A missing file is an empty one. */
export function openKnownHosts(paths: string[]): KnownHostsFiles {
  const cache = new Map<string, { version: string; hosts: Promise<KnownHost[]> }>();
  let all: { of: KnownHost[][]; hosts: KnownHost[] } = { of: [], hosts: [] };

  // Machines that begin in one turn look together.
  const looking = new Map<string, Promise<string>>();

  function versionOf(path: string): Promise<string> {
    const known = looking.get(path);
    if (known) return known;
    const version = lookAt(path).finally(() => looking.delete(path));
    looking.set(path, version);
    return version;
  }

  async function read(path: string): Promise<KnownHost[]> {
    try {
      const version = await versionOf(path);
      const cached = cache.get(path);
      if (cached?.version === version) return await cached.hosts;
      // Callers meanwhile wait for this reading.
      const hosts = readFile(path, 'utf8').then(parseKnownHosts);
      cache.set(path, { version, hosts });
      hosts.catch(() => cache.delete(path));
      return await hosts;
    } catch (error) {
      const code = codeOf(error);
      if (code === null) throw error;
      if (code === 'ENOENT' || code === 'ENOTDIR') return missing;
      throw new SshError('denied', {
        what: `the known_hosts file ${path} cannot be read (${code})`,
        cure: 'make it readable for the user that runs Driftwatch',
      });
    }
  }

  return async () => {
    const of = await Promise.all(paths.map(read));
    // The same list for unchanged files, so that cached lookups stay valid.
    if (of.some((hosts, index) => hosts !== all.of[index])) all = { of, hosts: of.flat() };
    return all.hosts;
  };
}
