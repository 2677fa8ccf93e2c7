import { readFile, stat } from 'node:fs/promises';
import { SshError } from './errors.ts';
import { parseKnownHosts } from './known-hosts.ts';
import type { KnownHost } from './known-hosts.ts';

/** Gives what known_hosts files hold at the moment. @throws SshError `denied` where one cannot be read */
export type KnownHostsFiles = () => Promise<KnownHost[]>;

/** Reads known_hosts files, each again only when it has changed. A missing file is an empty one. */
export function openKnownHosts(paths: string[]): KnownHostsFiles {
  const cache = new Map<string, { version: string; hosts: KnownHost[] }>();

  async function read(path: string): Promise<KnownHost[]> {
    try {
      const { ctimeNs, mtimeNs, size, ino } = await stat(path, { bigint: true });
      const version = `${ctimeNs} ${mtimeNs} ${size} ${ino}`;
      const cached = cache.get(path);
      if (cached?.version === version) return cached.hosts;
      const hosts = parseKnownHosts(await readFile(path, 'utf8'));
      cache.set(path, { version, hosts });
      return hosts;
    } catch (error) {
      if (error instanceof Error && 'code' in error) {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
        throw new SshError('denied', `the known_hosts file ${path} cannot be read (${String(error.code)})`);
      }
      throw error;
    }
  }

  return async () => (await Promise.all(paths.map(read))).flat();
}
