import { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import ssh2 from 'ssh2';
import type { CipherAlgorithm } from 'ssh2';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keyPair } from '../../../../sandbox/fleet/key-pair.ts';
import { useKeyObjects } from '../../../../src/clients/ssh/packets/key-objects.ts';

/** A client of a server that lets everybody in and answers every command with `done`. */
async function connected(cipher: CipherAlgorithm): Promise<{ client: ssh2.Client; rekey: () => void }> {
  let rekey = () => {};
  const server = new ssh2.Server({ hostKeys: [keyPair().private] }, (connection) => {
    rekey = () => connection.rekey();
    connection.on('authentication', (attempt) => attempt.accept());
    connection.on('error', () => {});
    connection.on('session', (accept) =>
      accept().on('exec', (acceptExec) => {
        const channel = acceptExec();
        channel.write('done');
        channel.exit(0);
        channel.end();
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = new ssh2.Client();
  onTestFinished(() => {
    client.end();
    server.close();
  });
  useKeyObjects(client);
  client.connect({
    host: '127.0.0.1',
    port,
    username: 'knox',
    algorithms: { cipher: [cipher], hmac: ['hmac-sha2-256-etm@openssh.com'] },
  });
  await once(client, 'ready');
  return { client, rekey: () => rekey() };
}

async function answerOf(client: ssh2.Client): Promise<string> {
  return await new Promise((resolve, reject) => {
    client.exec('anything', (error, channel) => {
      if (error) return reject(error);
      let said = '';
      channel.on('data', (chunk: Buffer) => (said += chunk.toString())).on('close', () => resolve(said));
    });
  });
}

/** Keys of a connection, wherever ssh2 has them. */
function keysOf(client: ssh2.Client): unknown[] {
  const protocol: unknown = Reflect.get(client, '_protocol');
  const ends = ['_cipher', '_decipher'].map((name): unknown => Object(protocol)[name]);
  return ends.flatMap((end) =>
    Object.entries(Object(end)).flatMap(([name, value]) => (/key/i.test(name) ? [value] : [])),
  );
}

describe('the keys of a connection', () => {
  it.each(['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes256-ctr'] as const)(
    'are key objects with %s, and what is sent arrives',
    async (cipher) => {
      const { client, rekey } = await connected(cipher);
      const first = keysOf(client);
      expect(first.length).toBeGreaterThanOrEqual(2);
      expect(first.every((key) => key instanceof KeyObject)).toBe(true);
      expect(await answerOf(client)).toBe('done');

      const again = once(client, 'handshake');
      rekey();
      await again;
      expect(await answerOf(client)).toBe('done');
      const second = keysOf(client);
      expect(second.every((key) => key instanceof KeyObject)).toBe(true);
      expect(second[0]).not.toBe(first[0]);
    },
  );
});
