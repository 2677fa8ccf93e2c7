import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fingerprint } from '../../../../src/clients/ssh/host-keys/host-key.ts';
import { judgeHostKey, parseKnownHosts } from '../../../../src/clients/ssh/host-keys/known-hosts.ts';
import { generateKey, publicKey } from '../../../support/servers/ssh-keys.ts';
import { lacks } from '../../../support/machines/system.ts';
import { rounds } from '../../../support/property-time.ts';

describe.skipIf(lacks(['ssh-keygen', 'openssh-client']))('beside ssh-keygen', () => {
  const folder = mkdtempSync(join(tmpdir(), 'driftwatch-keygen-'));
  const path = join(folder, 'known_hosts');
  let keyPath = '';
  beforeAll(() => {
    keyPath = generateKey(join(folder, 'key'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('a fingerprint is what ssh-keygen -l prints', () => {
    const printed = execFileSync('ssh-keygen', ['-l', '-f', `${keyPath}.pub`], { encoding: 'utf8' });
    expect(printed.split(' ')[1]).toBe(fingerprint(blobOf(publicKey(keyPath))));
  });

  it('entries that ssh-keygen -H hashed match their hosts and no others', () => {
    const line = publicKey(keyPath);
    writeFileSync(path, `box,10.0.0.7 ${line}\n[box]:2222 ${line}\n[::1]:2222 ${line}\n`);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', path], { stdio: 'ignore' });
    const known = parseKnownHosts(readFileSync(path, 'utf8'));
    expect(known).toHaveLength(4);
    expect(known.every(({ names }) => names.startsWith('|1|'))).toBe(true);
    const accepts = (host: string, port: number) => judgeHostKey(known, host, port, blobOf(line)).accepted;
    expect([accepts('BOX', 22), accepts('10.0.0.7', 22), accepts('box', 2222), accepts('::1', 2222)]).toEqual(
      Array(4).fill(true),
    );
    expect([accepts('10.0.0.8', 22), accepts('other', 2222)]).toEqual([false, false]);
  });

  it('random names and patterns match as in ssh-keygen -F', () => {
    const label = fc.stringMatching(/^[ab.]{1,4}$/);
    const pattern = fc.stringMatching(/^!?[ab.*?]{1,4}$/);
    const port = fc.constantFrom(22, 2222);
    const entry = fc.tuple(fc.array(pattern, { minLength: 1, maxLength: 3 }), port, fc.boolean());
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 4 }), label, port, (entries, host, port) => {
        const lines = entries.map(([patterns, entryPort, upper]) => {
          const names = patterns.map((text) => bracketed(text, entryPort)).join(',');
          return `${upper ? names.toUpperCase() : names} ${publicKey(keyPath)}\n`;
        });
        writeFileSync(path, lines.join(''));
        const target = port === 22 ? host : `[${host}]:${port}`;
        const found = foundBySshKeygen(target);
        // ssh-keygen looks up one name; ours also takes the plain name for another port.
        const plain = port !== 22 && foundBySshKeygen(host);
        const judged = judgeHostKey(
          parseKnownHosts(readFileSync(path, 'utf8')),
          host,
          port,
          blobOf(publicKey(keyPath)),
        );
        expect(judged.accepted).toBe(found || plain);
      }),
      { numRuns: rounds(60) },
    );
  });

  it('random lines and keys never throw, and never let a key in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const known = parseKnownHosts(`${text}\nbox ${publicKey(keyPath)}`);
        expect(judgeHostKey(known, 'box', 22, randomBytes(40)).accepted).toBe(false);
      }),
    );
  });

  function bracketed(pattern: string, port: number): string {
    const negated = pattern.startsWith('!') ? '!' : '';
    return port === 22 ? pattern : `${negated}[${pattern.slice(negated.length)}]:${port}`;
  }

  function foundBySshKeygen(name: string): boolean {
    try {
      execFileSync('ssh-keygen', ['-F', name, '-f', path], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  }
});

function blobOf(line: string): Buffer {
  return Buffer.from(line.split(' ')[1] ?? '', 'base64');
}
