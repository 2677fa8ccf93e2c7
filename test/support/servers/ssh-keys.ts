import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type KeyType = 'ed25519' | 'ecdsa' | 'rsa';

/** Makes a key pair at `path` and `path`.pub. */
export function generateKey(path: string, key: { type?: KeyType; passphrase?: string } = {}): string {
  const size = key.type === 'rsa' ? ['-b', '2048'] : [];
  const passphrase = key.passphrase ?? '';
  const args = [
    '-q',
    '-t',
    key.type ?? 'ed25519',
    ...size,
    '-N',
    passphrase,
    '-C',
    'driftwatch-test',
    '-f',
    path,
  ];
  execFileSync('ssh-keygen', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return path;
}

/** `algorithm base64` of the key pair at a path, without the comment. */
export function publicKey(path: string): string {
  return readFileSync(`${path}.pub`, 'utf8').trim().split(' ').slice(0, 2).join(' ');
}
