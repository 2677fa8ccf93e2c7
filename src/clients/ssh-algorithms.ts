import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';

// In the order in which OpenSSH prefers them; signatures with SHA-1 (ssh-rsa, ssh-dss) are not offered at all.
const HOST_KEYS: { algorithm: ServerHostKeyAlgorithm; key: string }[] = [
  { algorithm: 'ssh-ed25519', key: 'ssh-ed25519' },
  { algorithm: 'ecdsa-sha2-nistp256', key: 'ecdsa-sha2-nistp256' },
  { algorithm: 'ecdsa-sha2-nistp384', key: 'ecdsa-sha2-nistp384' },
  { algorithm: 'ecdsa-sha2-nistp521', key: 'ecdsa-sha2-nistp521' },
  { algorithm: 'rsa-sha2-512', key: 'ssh-rsa' },
  { algorithm: 'rsa-sha2-256', key: 'ssh-rsa' },
];

/**
 * What we offer in the key exchange: host key types that are pinned come first, so that a host with several keys
 * shows one that can be checked. Of ciphers ssh2's own order serves: AES-GCM first, ChaCha20 (slow in JavaScript) last.
 */
export function offeredAlgorithms(pinned: Set<string>): Algorithms {
  const first = HOST_KEYS.filter(({ key }) => pinned.has(key));
  const then = HOST_KEYS.filter(({ key }) => !pinned.has(key));
  return {
    serverHostKey: [...first, ...then].map(({ algorithm }) => algorithm),
    hmac: [
      'hmac-sha2-256-etm@openssh.com',
      'hmac-sha2-512-etm@openssh.com',
      'hmac-sha2-256',
      'hmac-sha2-512',
    ],
    compress: ['none'],
  };
}
