import type { Listener } from '../../facts/listener.ts';
import { readAddress, readKernelAddress } from './listener-address.ts';

type Reader = (lines: readonly string[]) => Listener[] | null;

/** Parsers for each tool's listening sockets. null for an unreadable line, which makes the whole table unseen. */
export const readers: Record<string, Reader> = {
  ss: (lines) => each(lines, ssRow),
  netstat: (lines) => each(lines, netstatRow),
  proc: (lines) => each(lines, kernelRow),
  bsd: (lines) => each(lines, bsdRow),
  lsof: lsofRows,
};

function each(
  lines: readonly string[],
  read: (fields: string[], line: string) => Listener | 'other' | null,
): Listener[] | null {
  const rows: Listener[] = [];
  for (const line of lines) {
    const row = read(line.trim().split(/\s+/), line);
    if (row === null) return null;
    if (row !== 'other') rows.push(row);
  }
  return rows;
}

/** ss(8): state, two queues, local, peer, and `users:(("name",pid=1,fd=3),…)` as far as one may know. */
function ssRow(fields: string[], line: string): Listener | 'other' | null {
  if (fields[0] === 'State') return 'other';
  if (fields[0] !== 'LISTEN') return null;
  const [, process, pid] = /users:\(\("(.*?)",pid=(\d{1,10}),fd=\d+\)/s.exec(line) ?? [];
  return listener(readAddress(fields[3] ?? '', ':'), pid, process);
}

/** netstat(8) of net-tools and busybox: `tcp 0 0 127.0.0.1:80 0.0.0.0:* LISTEN 123/name`, or `-` for the last. */
function netstatRow(fields: string[], line: string): Listener | 'other' | null {
  if (/^(?:Active|Proto)$/.test(fields[0] ?? '') || line.startsWith('(')) return 'other';
  if (!/^tcp6?$/.test(fields[0] ?? '')) return null;
  if (fields[5] !== 'LISTEN') return 'other';
  const [, pid, process] = /^(\d{1,10})\/(.*)$/.exec(fields.slice(6).join(' ')) ?? [];
  // `:::80` may or may not accept IPv4 too; if it answers on IPv4, it does.
  const local = readAddress(fields[3] ?? '', ':');
  return listener(local?.address === '::' ? { ...local, address: '*' } : local, pid, process);
}

/** /proc/net/tcp: `0: 0100007F:1F42 00000000:0000 0A …`, where 0A is TCP_LISTEN. */
function kernelRow(fields: string[]): Listener | 'other' | null {
  if (fields[0] === 'sl') return 'other';
  if (!/^\d+:$/.test(fields[0] ?? '')) return null;
  if (fields[3] !== '0A') return /^[0-9A-F]{2}$/.test(fields[3] ?? '') ? 'other' : null;
  const local = readKernelAddress(fields[1] ?? '');
  return listener(local?.address === '::' ? { ...local, address: '*' } : local);
}

/** netstat(1) of macOS and the BSDs: `tcp46 0 0 *.8002 *.* LISTEN`. */
function bsdRow(fields: string[]): Listener | 'other' | null {
  const family = /^tcp(4|6|46)$/.exec(fields[0] ?? '')?.[1];
  if (family === undefined) return /^(?:Active|Proto)$/.test(fields[0] ?? '') ? 'other' : null;
  if (fields[5] !== 'LISTEN') return 'other';
  const local = readAddress(fields[3] ?? '', '.');
  const all = family === '4' ? '0.0.0.0' : family === '6' ? '::' : '*';
  return listener(local?.address === '*' ? { ...local, address: all } : local);
}

/** lsof(8), OUTPUT FOR OTHER PROGRAMS: `p` a process, `c` its command, then `f` and `n` for each of its sockets. */
function lsofRows(lines: readonly string[]): Listener[] | null {
  const rows: Listener[] = [];
  let pid: string | undefined;
  let process: string | undefined;
  for (const line of lines) {
    const text = line.slice(1);
    if (line.startsWith('p')) [pid, process] = [text, undefined];
    else if (line.startsWith('c')) process = text;
    else if (line.startsWith('n')) {
      const row = listener(readAddress(text, ':'), pid, process);
      if (!row) return null;
      rows.push(row);
    } else if (!line.startsWith('f')) return null;
  }
  return rows;
}

function listener(
  local: { address: string; port: number } | null,
  pid?: string,
  process?: string,
): Listener | null {
  if (!local) return null;
  const known = pid !== undefined && /^\d{1,10}$/.test(pid);
  return { ...local, pid: known ? Number(pid) : null, process: known ? (process ?? null) : null };
}
