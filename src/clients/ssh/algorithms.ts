import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';
import { plainLine } from '../../text/plain-text.ts';

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
 * Our offer in the key exchange. Pinned host key types come first, so that a host with several keys presents one that can
 * be checked. Ciphers keep ssh2's order: AES-GCM first, ChaCha20 (slow in JavaScript) last.
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

const KINDS = [
  {
    text: /key exchange/i,
    list: 0,
    name: 'key exchange algorithm',
    cure: 'allow curve25519-sha256 there (KexAlgorithms in sshd_config)',
  },
  {
    text: /host key/i,
    list: 1,
    name: 'host key algorithm',
    cure: 'give it an Ed25519, ECDSA or RSA key that signs with SHA-2 (HostKeyAlgorithms in sshd_config)',
  },
  {
    text: /cipher/i,
    list: 2,
    name: 'cipher',
    cure: 'allow aes256-gcm@openssh.com or aes256-ctr there (Ciphers in sshd_config)',
  },
  {
    text: /mac/i,
    list: 4,
    name: 'MAC',
    cure: 'allow hmac-sha2-256-etm@openssh.com there (MACs in sshd_config)',
  },
  {
    text: /compression/i,
    list: 6,
    name: 'compression',
    cure: 'allow none there (Compression in sshd_config)',
  },
];

/** No algorithm in common: which kind, what the server offers (`heard`), and what to allow. */
export function mismatchText(text: string, where: string, heard: Buffer): string {
  const kind = KINDS.find((each) => each.text.test(text));
  if (!kind) return `${where} and Driftwatch share no algorithm`;
  const offered = offeredBy(heard)[kind.list] ?? [];
  if (kind.list === 1 && offered.length > 0 && offered.every((name) => name.includes('-cert-v')))
    return `${where} shows only host certificates (${shown(offered)}), which are not supported: make it offer the plain key too (HostKeyAlgorithms in sshd_config)`;
  const offers = offered.length > 0 ? ` (it offers ${shown(offered)})` : '';
  return `${where} has no ${kind.name} in common with us${offers}: ${kind.cure}`;
}

function shown(names: readonly string[]): string {
  return plainLine(names.join(', ')).slice(0, 200);
}

/** The name-lists of a server's SSH_MSG_KEXINIT (RFC 4253, 7.1), which follows its greeting; none if it is incomplete. */
function offeredBy(heard: Buffer): string[][] {
  const greeting = /(?:^|\n)SSH-[^\n]*\n/.exec(heard.toString('latin1'));
  if (!greeting) return [];
  const packet = heard.subarray(greeting.index + greeting[0].length);
  const lists: string[][] = [];
  // length (4), padding (1), message (1), cookie (16)
  if (packet[5] !== 20) return [];
  for (let at = 22; lists.length < 10;) {
    const length = at + 4 <= packet.length ? packet.readUInt32BE(at) : Number.POSITIVE_INFINITY;
    if (at + 4 + length > packet.length) return lists;
    lists.push(packet.toString('latin1', at + 4, at + 4 + length).split(','));
    at += 4 + length;
  }
  return lists;
}
