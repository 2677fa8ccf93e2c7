import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import type { ParsedKey } from 'ssh2';
import { SshError } from '../errors.ts';
import { codeOf } from '../../text/error-code.ts';
import { adviceText, joinAdvice } from '../../text/advice.ts';
import type { Advice } from '../../text/advice.ts';

/** Credentials: private keys by path, and the agent's socket. `warnings`: keys that were left out. */
export type Credentials = {
  keys: { path: string; key: ParsedKey }[];
  /** files with certificates next to them (`id_ed25519-cert.pub`), which cannot be shown */
  certificates: string[];
  agentSocket: string | null;
  /** the agent before the files, as ssh does with keys that nobody named */
  agentFirst: boolean;
  warnings: string[];
};

export type KeyOptions = { keyPath: string | null; passphrase: string | null; agentSocket: string | null };

type Reading = { key: ParsedKey } | { encrypted: Advice } | { missing: Advice } | { unusable: Advice };

const DEFAULT_NAMES = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/**
 * Gives the credentials, reading a key file again only when it has changed (a passphrase costs up to seconds of CPU).
 * Without a key path the files of ~/.ssh that ssh tries are used, as far as they are there. The keys that ssh_config
 * names for a host come before all others; one that is not there is passed over, as ssh(1) does.
 * The function that is returned throws SshError `denied` when a named key cannot be used, or when there is none at all.
 */
export function createKeyring(options: KeyOptions): (named: readonly string[]) => Promise<Credentials> {
  const { keyPath, agentSocket } = options;
  const cache = new Map<string, { version: string; reading: Promise<Reading> }>();

  async function read(path: string): Promise<Reading> {
    try {
      const { ctimeNs, size, ino } = await stat(path, { bigint: true });
      const version = `${ctimeNs} ${size} ${ino}`;
      const cached = cache.get(path);
      if (cached?.version === version) return await cached.reading;
      // Callers meanwhile wait for this reading.
      const reading = readFile(path).then((data) => parse(path, data, options.passphrase));
      cache.set(path, { version, reading });
      reading.catch(() => cache.delete(path));
      return await reading;
    } catch (error) {
      const code = codeOf(error);
      if (code === null) throw error;
      return unreadable(path, code);
    }
  }

  return async function credentials(named) {
    const keys: Credentials['keys'] = [];
    const unread: Advice[] = [];
    const usual = keyPath === null ? DEFAULT_NAMES.map((name) => join(homedir(), '.ssh', name)) : [keyPath];
    const paths = named.length > 0 && keyPath === null ? named : [...new Set([...named, ...usual])];
    for (const path of paths) {
      const reading = await read(path);
      if ('key' in reading) keys.push({ path, key: reading.key });
      else if ('encrypted' in reading) unread.push(reading.encrypted);
      else if (path === keyPath)
        throw new SshError('denied', 'missing' in reading ? reading.missing : reading.unusable);
      else if ('unusable' in reading) unread.push(reading.unusable);
    }
    if (keys.length === 0 && agentSocket === null) {
      const advice = {
        what: 'no SSH key',
        cure: `put one at ${paths[0]}, name another, or start an ssh-agent`,
      };
      throw new SshError('denied', unread.length === 0 ? advice : joinAdvice(unread));
    }
    const beside = keys.map(({ path }) => `${path}-cert.pub`);
    const certificates = beside.filter((path) => existsSync(path));
    const warnings = unread.map(adviceText);
    return { keys, certificates, agentSocket, agentFirst: keyPath === null && named.length === 0, warnings };
  };
}

function unreadable(path: string, code: string): Reading {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return {
      missing: {
        what: `the SSH key ${path} does not exist`,
        cure: `correct its path (SSH_KEY_PATH), or make it with ssh-keygen -t ed25519 -f ${path}`,
      },
    };
  }
  if (code === 'EISDIR')
    return { unusable: { what: `the SSH key ${path} is a folder`, cure: 'name the file' } };
  return {
    unusable: {
      what: `the SSH key ${path} cannot be read (${code})`,
      cure: 'make it readable for the user that runs Driftwatch',
    },
  };
}

function parse(path: string, data: Buffer, passphrase: string | null): Reading {
  const cipher = cipherOf(data);
  if (cipher?.startsWith('chacha20') === true) {
    return {
      unusable: {
        what: `the SSH key ${path} is encrypted with ${cipher}, which is not supported`,
        cure: `ssh-keygen -p -Z aes256-ctr -f ${path} rewrites it`,
      },
    };
  }
  const open = parseKey(data);
  if (open instanceof Error && /no passphrase given/.test(open.message)) {
    if (passphrase === null) {
      return {
        encrypted: {
          what: `the SSH key ${path} is encrypted`,
          cure: 'give its passphrase (SSH_KEY_PASSPHRASE), or load it with ssh-add',
        },
      };
    }
    const decrypted = parseKey(data, passphrase);
    if (!(decrypted instanceof Error)) return { key: decrypted };
    return {
      unusable: {
        what: `the passphrase does not open the SSH key ${path}`,
        cure: `correct SSH_KEY_PASSPHRASE; ssh-keygen -y -f ${path} tries one`,
      },
    };
  }
  if (open instanceof Error && /private key type: sk-/.test(open.message)) {
    return {
      unusable: {
        what: `the SSH key ${path} is on a hardware token that needs a touch`,
        cure: 'name a key without one, or load it with ssh-add',
      },
    };
  }
  if (open instanceof Error) {
    return {
      unusable: {
        what: `${path} holds no private key in a known format`,
        cure: "ssh-keygen -p -f rewrites one in OpenSSH's format",
      },
    };
  }
  if (!open.isPrivateKey())
    return { unusable: { what: `${path} is a public key`, cure: 'name the matching private key' } };
  return { key: open };
}

/** The cipher of an OpenSSH key (openssh-portable, PROTOCOL.key); null for another format. */
function cipherOf(data: Buffer): string | null {
  const [, base64 = ''] =
    /^-----BEGIN OPENSSH PRIVATE KEY-----\s([A-Za-z0-9+/=\s]+)/.exec(data.toString('latin1')) ?? [];
  const key = Buffer.from(base64, 'base64');
  if (key.toString('latin1', 0, 15) !== 'openssh-key-v1\0' || key.length < 19) return null;
  return key.toString('latin1', 19, 19 + Math.min(key.readUInt32BE(15), 64));
}

function parseKey(data: Buffer, passphrase?: string): ParsedKey | Error {
  try {
    // The typings leave it out, but a file in OpenSSH's format may come back as a list of one.
    const parsed: ParsedKey | Error | ParsedKey[] = ssh2.utils.parseKey(data, passphrase);
    return Array.isArray(parsed) ? (parsed[0] ?? new Error('no key')) : parsed;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
