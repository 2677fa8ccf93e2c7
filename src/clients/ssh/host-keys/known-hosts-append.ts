import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../../make-folder.ts';
import { algorithmOf } from './host-key.ts';
import { lookupName } from './known-hosts.ts';

/**
 * Adds host keys to a known_hosts file, in sshd(8)'s SSH_KNOWN_HOSTS FILE FORMAT. A missing file, and its folder, are
 * created for the owner only. One write, at the end: the existing lines stay as they are.
 * @throws the file system's error
 */
export async function appendKnownHosts(
  path: string,
  { host, port }: { host: string; port: number },
  keys: readonly Buffer[],
): Promise<void> {
  makeFolder(dirname(path), 0o700);
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = Buffer.from('\n');
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const name = lookupName(host, port);
    const lines = keys.map((key) => `${name} ${algorithmOf(key)} ${key.toString('base64')}\n`);
    // The last line may lack its line break: ours would become part of it.
    await file.appendFile((last.toString() === '\n' ? '' : '\n') + lines.join(''));
    await file.sync();
  } finally {
    await file.close();
  }
}
