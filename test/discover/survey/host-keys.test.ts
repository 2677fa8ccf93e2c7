import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withPinnedKey } from '../../../src/discover/survey/host-keys.ts';
import type { Pinning } from '../../../src/discover/survey/host-keys.ts';
import { clientUntilEnd, hostOf, read } from '../../support/clients/ssh-scene.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { generateKey, publicKey } from '../../support/servers/ssh-keys.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import type { Sshd } from '../../support/servers/sshd.ts';
import { lacks } from '../../support/machines/system.ts';

describe.skipIf(lacks(['sshd', 'openssh-server'], ['ssh-keygen', 'openssh-client']))(
  'a host key on first use',
  () => {
    let sshd: Sshd;
    beforeAll(async () => {
      sshd = await startSshd({ hostKeys: ['ed25519', 'rsa'] });
    });
    afterAll(() => sshd.stop());

    async function scene(known: string | null, over: Partial<Pinning> = {}) {
      const path = join(await testFolder(), 'ssh', 'known_hosts');
      if (known !== null) execFileSync('mkdir', ['-p', join(path, '..')]);
      if (known !== null) writeFileSync(path, known);
      const told: string[] = [];
      const questions: string[] = [];
      const client = clientUntilEnd(sshd, { knownHosts: path });
      const pinning: Pinning = {
        knownHosts: [path],
        yes: false,
        ask: null,
        tell: (text) => void told.push(text),
        timeoutMs: 10_000,
        ...over,
      };
      const answering = (...answers: (string | null)[]): Pinning['ask'] => {
        return (question) => {
          questions.push(question);
          return Promise.resolve(answers.shift() ?? null);
        };
      };
      const run = (more: Partial<Pinning> = {}) =>
        withPinnedKey(hostOf(sshd), { ...pinning, ...more }, async () => {
          return (await read(client, hostOf(sshd), 'echo hello')).output;
        });
      return { path, told, questions, run, answering };
    }

    const fingerprints = () =>
      sshd.hostKeys.map((key) => {
        const line = execFileSync('ssh-keygen', ['-l', '-f', '-'], { input: key, encoding: 'utf8' });
        return /SHA256:\S+/.exec(line)?.[0] ?? '';
      });

    it('is refused in one line without a terminal, and nothing is written', async () => {
      const { path, run } = await scene(null);
      const refusal = run();
      await expect(refusal).rejects.toThrow(
        /is not pinned \(SHA256:.*compare it on a terminal, or pass --yes/,
      );
      await expect(refusal).rejects.not.toThrow(/\n/);
      expect(existsSync(path)).toBe(false);
    });

    it('is shown as ssh-keygen prints it, pinned on a yes, and known to OpenSSH from then on', async () => {
      const { path, told, questions, run, answering } = await scene(null);
      expect(await run({ ask: answering('maybe', 'yes') })).toBe('hello\n');
      for (const each of fingerprints()) expect(told[0]).toContain(each);
      expect(questions).toHaveLength(2);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const found = execFileSync('ssh-keygen', ['-F', `[${sshd.host}]:${sshd.port}`, '-f', path], {
        encoding: 'utf8',
      });
      for (const key of sshd.hostKeys) expect(found).toContain(key.split(' ')[1]);
      expect(await run()).toBe('hello\n');
    });

    it('is pinned on its fingerprint, pasted', async () => {
      const { run, answering } = await scene(null);
      expect(await run({ ask: answering(fingerprints()[1] ?? '') })).toBe('hello\n');
    });

    it.each([['no'], ['n'], [null], ['SHA256:somethingelse']])('is not pinned on %j', async (answer) => {
      const { path, run, answering } = await scene(null);
      await expect(run({ ask: answering(answer) })).rejects.toThrow(/was not pinned: nothing was read/);
      expect(existsSync(path)).toBe(false);
    });

    it('is pinned by --yes, which says what it did; a last line without its end stays whole', async () => {
      const other =
        'other.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMzPHWmA37TdkstGRRp66C7yWYJWYWPVuKQfnZjGRgFT';
      const { path, told, run } = await scene(other);
      expect(await run({ yes: true })).toBe('hello\n');
      expect(told.join('')).toMatch(/^Pinned in .*, unchecked \(--yes\):\n {2}SHA256:/);
      const lines = readFileSync(path, 'utf8').split('\n');
      expect(lines[0]).toBe(other);
      expect(lines).toHaveLength(2 + sshd.hostKeys.length);
    });

    it.each(['', '@revoked '])(
      'is refused where another or a revoked one is pinned (%j), whatever anybody says',
      async (marker) => {
        const stranger = publicKey(generateKey(join(await testFolder(), 'key')));
        const known = `${marker}[${sshd.host}]:${sshd.port} ${marker === '' ? stranger : sshd.hostKeys[0]}\n`;
        const { path, run, answering, questions } = await scene(known);
        await expect(run({ yes: true, ask: answering('yes') })).rejects.toThrow(/changed|revoked/);
        expect(readFileSync(path, 'utf8')).toBe(known);
        expect(questions).toEqual([]);
      },
    );

    it('says why where it cannot be written', async () => {
      const { run } = await scene(null);
      await expect(run({ yes: true, knownHosts: ['/dev/null/known_hosts'] })).rejects.toThrow(
        /cannot be written to \/dev\/null\/known_hosts \(E[A-Z]+\): make it writable$/,
      );
    });
  },
);
