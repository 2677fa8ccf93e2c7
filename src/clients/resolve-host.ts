import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** Every address that a host name has, as connecting to it would find them; null where none is found. */
export async function resolveHost(host: string): Promise<string[] | null> {
  if (isIP(host) !== 0) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return null;
  }
}
