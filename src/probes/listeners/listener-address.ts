import { inUrl } from '../../text/host.ts';
type Local = { address: string; port: number };

/**
 * `127.0.0.1:80`, `[::1]:80`, `::1:80`, `*:80`, `127.0.0.53%lo:53`, `[fe80::1]%eth0:22`; BSD's netstat has a `.` before
 * the port. @returns null for anything else
 */
export function readAddress(text: string, separator: ':' | '.'): Local | null {
  const at = text.lastIndexOf(separator);
  const port = text.slice(at + 1);
  if (at < 1 || !/^\d{1,5}$/.test(port)) return null;
  const address = canonical(text.slice(0, at).replace(/%[^\]]*$/, ''));
  return address === null ? null : { address, port: Number(port) };
}

/** `0100007F:1F42` and its like of 32 digits: words of 32 bits in the order of bytes of the machine, which is little-endian. */
export function readKernelAddress(text: string): Local | null {
  const [, digits = '', port] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(text) ?? [];
  if (port === undefined) return null;
  const words = digits.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).toReversed());
  const groups = bytes.flatMap((byte, index) => (index % 2 === 0 ? `${byte}${bytes[index + 1] ?? ''}` : []));
  const plain =
    bytes.length === 4 ? bytes.map((byte) => Number.parseInt(byte, 16)).join('.') : groups.join(':');
  const address = canonical(plain);
  return address === null ? null : { address, port: Number.parseInt(port, 16) };
}

function canonical(text: string): string | null {
  if (text === '*') return '*';
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  const url = `http://${inUrl(bare)}/`;
  if (!/^[0-9A-Fa-f.:]+$/.test(bare) || !URL.canParse(url)) return null;
  const address = new URL(url).hostname.replace(/^\[(.*)\]$/, '$1');
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address) ?? [];
  if (high === undefined || low === undefined) return address;
  const halves = [high, low].map((half) => Number.parseInt(half, 16));
  return halves.flatMap((half) => [half >> 8, half & 255]).join('.');
}
