import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lacksNamespaces, startCleanMachine } from '../support/discover/clean-machine.ts';
import { testFolder } from '../support/machines/folder.ts';
import { lacks } from '../support/machines/system.ts';
import { aPackage } from '../support/packaging/package.ts';
import { headSha } from '../support/builders.ts';

const run = promisify(execFile);
const lost =
  lacks(['npm', 'npm'], ['sshd', 'openssh-server'], ['git', 'git'], ['unshare', 'util-linux']) ||
  lacksNamespaces();
const MB = 2 ** 20;

describe.skipIf(lost)('the package, installed outside the checkout', () => {
  let folder: string;
  let tarball: string;
  let said: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'driftwatch-package-'));
    tarball = await aPackage(folder, headSha);
    const given = ['install', '--global', '--prefix', join(folder, 'prefix'), tarball];
    const { stdout, stderr } = await run('npm', given, { cwd: folder });
    said = `${stdout}${stderr}`;
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs it as a person does; nothing of this checkout is on its PATH but Node. */
  async function driftwatch(args: string[], environment: Record<string, string> = {}) {
    const place = await testFolder();
    const path = `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`;
    const env = { PATH: path, HOME: place, TMPDIR: place, SSH_CONFIG_PATH: 'none', ...environment };
    const done = { code: 0, stdout: '', stderr: '' };
    return await run(join(folder, 'prefix/bin/driftwatch'), args, { cwd: place, env }).then(
      (output) => ({ ...done, ...output }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
  }

  it('installs without a warning, in few files, without tools, tests and pictures', () => {
    expect(said).not.toMatch(/warn|EBADENGINE/i);
    expect(statSync(tarball).size).toBeLessThan(3 * MB);
    const files = globSync('**', { cwd: join(folder, 'prefix'), withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
    expect(bytes).toBeLessThan(60 * MB);
    const odd = files.filter(
      ({ parentPath, name }) =>
        /(?<!\.d)\.ts$|\.test\./.test(name) || /typescript|vitest|docs\/images/.test(parentPath),
    );
    expect(odd).toEqual([]);
  });

  it('says its release and its commit', async () => {
    expect(await driftwatch(['--version'])).toMatchObject({ stdout: `0.1.0 (${headSha})\n`, stderr: '' });
  });

  it('shows the report of the demo', async () => {
    const { stdout, code } = await driftwatch(['demo', '--once']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('duplicate_process')]);
  });

  it('drafts a manifest of a machine, checks it, and audits it', async () => {
    const place = await testFolder();
    const program = join(place, 'beacon.mjs');
    writeFileSync(
      program,
      "import { createServer } from 'node:http';\ncreateServer().listen(0, '127.0.0.1');\n",
    );
    const sshd = await startCleanMachine([`exec ${process.execPath} ${program}`]);
    try {
      const manifest = join(place, 'manifest.yaml');
      const environment = { SSH_KEY_PATH: sshd.keyPath, SSH_KNOWN_HOSTS_PATH: sshd.knownHostsPath };
      const target = [`${sshd.user}@${sshd.host}`, '--port', String(sshd.port), '--name', 'tower'];
      const draft = await driftwatch(['discover', ...target, '--append', manifest], environment);
      expect(draft).toMatchObject({ code: 0, stderr: expect.stringContaining('driftwatch check') });
      expect(await driftwatch(['check', '--manifest', manifest], environment)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('is good: 1 machine'),
      });
      writeFileSync(
        manifest,
        JSON.stringify({
          machines: { tower: { host: sshd.host, port: sshd.port, user: sshd.user } },
          services: [
            { name: 'beacon', machine: 'tower', risk_tier: 'HIGH', process: 'no-such-beacon-anywhere' },
          ],
        }),
      );
      const audit = await driftwatch(['audit', '--manifest', manifest, '--format', 'json'], environment);
      expect(audit.code).toBe(1);
      expect(JSON.parse(audit.stdout)).toMatchObject({ verdict: 'drift' });
    } finally {
      await sshd.stop();
    }
  });
});
