import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loginProblem } from '../../../src/clients/ssh/login-problem.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { generateKey, publicKey } from '../../support/servers/ssh-keys.ts';

async function aScene() {
  const folder = await testFolder();
  const [key, known] = [join(folder, 'id'), join(folder, 'known_hosts')];
  const said = async (keyPath: string | null = key) =>
    await loginProblem({
      keyPath,
      passphrase: null,
      agentSocket: null,
      knownHosts: [known, join(folder, 'no')],
    });
  return { key, known, said };
}

describe('what keeps all logins from succeeding', () => {
  it('is nothing with a key and a pinned host', async () => {
    const { key, known, said } = await aScene();
    generateKey(key);
    writeFileSync(known, `box ${publicKey(key)}\n`);
    expect(await said()).toBe(null);
    expect(await said(null)).toBe(null);
  });

  it('is a key that is not there, and host keys that nobody pinned, in one line', async () => {
    const { key, known, said } = await aScene();
    const missing = `the SSH key ${key} does not exist; no host key is pinned: ${known}`;
    expect(await said()).toMatch(
      `${missing} and ${known.replace('known_hosts', 'no')} are missing or empty: `,
    );
    expect(await said()).toMatch(
      `make it with ssh-keygen -t ed25519 -f ${key}; pin the machines' host keys in ${known}`,
    );
    expect(await said(null)).toMatch(/^no host key is pinned/);
  });

  it('is a file that cannot be read', async () => {
    const { key, known, said } = await aScene();
    for (const path of [key, known]) mkdirSync(path);
    expect(await said()).toBe(
      `the SSH key ${key} is a folder; the known_hosts file ${known} cannot be read (EISDIR): name the file; make it readable for the user that runs Driftwatch`,
    );
  });
});
