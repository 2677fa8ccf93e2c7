import { createHmac } from 'node:crypto';
import type { HostKeyRefusal } from '../../errors.ts';
import { algorithmOf, fingerprint } from './host-key.ts';

/** One usable line of a known_hosts file. `authority`: its key signs host certificates, and is not a host's own key. */
export type KnownHost = { revoked: boolean; authority: boolean; names: string; key: Buffer };

/** `certified`: known_hosts has a certificate authority for the host, whose certificates are not supported. */
export type HostKeyVerdict =
  | { accepted: true }
  | { accepted: false; revoked: boolean; certified: boolean; refusal: HostKeyRefusal };

/**
 * Reads known_hosts text as sshd(8) describes under SSH_KNOWN_HOSTS FILE FORMAT. What does not parse is skipped,
 * as OpenSSH does.
 */
export function parseKnownHosts(text: string): KnownHost[] {
  const hosts: KnownHost[] = [];
  for (const line of text.split(/\r?\n/)) {
    const fields = line.trim().split(/[ \t]+/);
    const marker = fields[0]?.startsWith('@') ? fields.shift() : null;
    const [names, algorithm, base64] = fields;
    if (names === undefined || names.startsWith('#')) continue;
    if (marker !== null && marker !== '@revoked' && marker !== '@cert-authority') continue;
    if (base64 === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) continue;
    const key = Buffer.from(base64, 'base64');
    const [revoked, authority] = [marker === '@revoked', marker === '@cert-authority'];
    if (algorithmOf(key) === algorithm) hosts.push({ revoked, authority, names, key });
  }
  return hosts;
}

/**
 * Whether a host may present a key. A host on another port than 22 is looked up as `[host]:port`; as in OpenSSH,
 * the plain name then still vouches for the very same key, but never makes another one `changed`.
 *
 * A key of a type that is not pinned, where another type is, counts as `changed` and not as `unknown`: pinned types
 * are requested first (see pinnedAlgorithms), so the host could not prove the key that it had.
 */
export function judgeHostKey(
  known: KnownHost[],
  host: string,
  port: number,
  presented: Buffer,
): HostKeyVerdict {
  const all = entriesOf(known, lookupName(host, port));
  const named = all.filter(({ authority }) => !authority);
  const plain = (port === 22 ? [] : entriesOf(known, lookupName(host, 22))).filter(
    ({ authority }) => !authority,
  );
  const same = [...named, ...plain].filter(({ key }) => key.equals(presented));
  const revoked = same.some((entry) => entry.revoked);
  if (same.length > 0 && !revoked) return { accepted: true };
  const pinned = named.filter((entry) => !entry.revoked).map(({ key }) => fingerprint(key));
  const refusal = {
    state: revoked || pinned.length > 0 ? 'changed' : 'unknown',
    algorithm: algorithmOf(presented) ?? 'malformed',
    presented: fingerprint(presented),
    pinned: [...new Set(pinned)],
  } satisfies HostKeyRefusal;
  const certified = refusal.state === 'unknown' && all.some(({ authority }) => authority);
  return { accepted: false, revoked, certified, refusal };
}

/** The algorithms of the keys that known_hosts holds for a host, without revoked ones. */
export function pinnedAlgorithms(known: KnownHost[], host: string, port: number): Set<string> {
  const names = [...new Set([lookupName(host, port), lookupName(host, 22)])];
  const entries = names
    .flatMap((name) => entriesOf(known, name))
    .filter((entry) => !entry.revoked && !entry.authority);
  return new Set(entries.map(({ key }) => algorithmOf(key) ?? ''));
}

// Without a cache, hundreds of hashed hosts would be hashed again at each use of a connection.
const lookedUp = new WeakMap<readonly KnownHost[], Map<string, KnownHost[]>>();

function entriesOf(known: readonly KnownHost[], name: string): KnownHost[] {
  const memo = lookedUp.get(known) ?? new Map<string, KnownHost[]>();
  lookedUp.set(known, memo);
  const entries = memo.get(name) ?? known.filter(({ names }) => matchesNames(names, name));
  memo.set(name, entries);
  return entries;
}

/** How known_hosts calls a host: in lower case, and as `[host]:port` if the port is not 22. */
export function lookupName(host: string, port: number): string {
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
}

/** Whether a line's first field names a host: comma-separated patterns, or one hash. A match by `!pattern` rules out. */
function matchesNames(names: string, name: string): boolean {
  if (names.startsWith('|')) return matchesHash(names, name);
  const patterns = names.toLowerCase().split(',');
  if (patterns.some((pattern) => pattern.startsWith('!') && matchesPattern(pattern.slice(1), name)))
    return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && matchesPattern(pattern, name));
}

function matchesHash(names: string, name: string): boolean {
  const [, magic, salt, hash] = names.split('|');
  if (magic !== '1' || !salt || !hash) return false;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}

/** `*` matches any text, `?` one character. Linear time: known_hosts may be written by others. */
export function matchesPattern(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let position = 0; position < name.length;) {
    if (pattern[at] === '*') {
      star = at;
      at += 1;
      resume = position;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[position])) {
      at += 1;
      position += 1;
    } else if (star !== -1) {
      at = star + 1;
      resume += 1;
      position = resume;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
