import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/** Every address of a host name, as a connection would find them; null if there is none. */
export async function resolveHost(host: string): Promise<string[] | null> {
  if (isIP(host) !== 0) return [host];
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return null;
  }
}
