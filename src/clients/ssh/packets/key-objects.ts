import { createSecretKey } from 'node:crypto';
import type { Client } from 'ssh2';

/** Where ssh2 1.x keeps what each packet is encrypted, decrypted and authenticated with (ssh2, lib/protocol/crypto.js). */
const KEYS = ['_encKey', '_decipherKey', '_macKey'];

/**
 * Makes key objects of a connection's keys, which ssh2 holds as bytes and gives to node:crypto for each packet. Node 24 tells
 * bytes from a key object by two exceptions that it throws and catches, which takes longer than to decrypt the packet. Keys
 * come anew with each key exchange. An ssh2 that keeps them elsewhere works on as it does.
 */
export function useKeyObjects(client: Client): void {
  client.on('handshake', () => {
    const protocol = objectIn(client, '_protocol');
    for (const end of [objectIn(protocol, '_cipher'), objectIn(protocol, '_decipher')])
      for (const name of KEYS) {
        const key: unknown = end && Reflect.get(end, name);
        if (end && Buffer.isBuffer(key)) Reflect.set(end, name, createSecretKey(key));
      }
  });
}

function objectIn(holder: object | null, name: string): object | null {
  const held: unknown = holder && Reflect.get(holder, name);
  return typeof held === 'object' ? held : null;
}
