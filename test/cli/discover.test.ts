import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lacksNamespaces, startCleanMachine } from '../support/discover/clean-machine.ts';
import { builtProgram } from '../support/built/program.ts';
import { testFolder } from '../support/machines/folder.ts';
import { startGitHubServer } from '../support/servers/github-server.ts';
import { closedPort } from '../support/servers/http-servers.ts';
import { createRepository } from '../support/repositories.ts';
import { lacks } from '../support/machines/system.ts';

const lost =
  lacks(
    ['sshd', 'openssh-server'],
    ['git', 'git'],
    ['curl', 'curl'],
    ['unshare', 'util-linux'],
    ['script', 'bsdutils'],
  ) || lacksNamespaces();

const service = `import { createServer } from 'node:http';
createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  if (request.url !== '/health') return response.writeHead(404).end('{}');
  response.end(JSON.stringify({ version: process.env.SHA, pid: Number(process.env.PID) || undefined, uptime_seconds: process.uptime() }));
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

describe.skipIf(lost)('driftwatch discover', () => {
  /** A machine with one service, deployed from a repository as people do, and the command line that sees it. */
  async function scene() {
    const folder = await testFolder();
    const repository = await createRepository(join(folder, 'origin.git'), [
      { name: 'head', date: Date.now() - 3_600_000, message: 'serve', files: { 'main.mjs': service } },
    ]);
    const github = await startGitHubServer({ 'Invictus-Labs/akashic-records': repository });
    onTestFinished(() => github.close());
    const checkout = join(folder, 'akashic');
    const git = (...args: string[]) => execFileSync('git', args, { stdio: 'ignore' });
    git('clone', repository.folder, checkout);
    const secret = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';
    git(
      '-C',
      checkout,
      'remote',
      'set-url',
      'origin',
      `https://x:${secret}@github.com/Invictus-Labs/akashic-records.git`,
    );
    await pause(1100); // else nobody can say which came first, the checkout or the process
    const port = await closedPort();
    const start = `cd ${checkout} && SHA=${repository.shas['head']} PORT=${port} exec ${process.execPath} ${checkout}/main.mjs`;
    const sshd = await startCleanMachine([start]);
    const env = {
      ...process.env,
      HOME: folder,
      SSH_KEY_PATH: sshd.keyPath,
      SSH_KNOWN_HOSTS_PATH: join(folder, '.ssh', 'known_hosts'),
      GITHUB_API_URL: github.url,
      STATE_URL: `sqlite://${join(folder, 'state.sqlite')}`,
      NO_COLOR: '1',
    };
    for (let tries = 0; tries < 100; tries += 1)
      if (await fetch(`http://127.0.0.1:${port}/health`).catch(() => null)) break;
      else await pause(50);

    const program = await builtProgram();
    function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
      return new Promise((resolve) => {
        execFile(process.execPath, [...program, ...args], { env, cwd: folder }, (error, stdout, stderr) => {
          resolve({ code: Number(error?.code ?? 0), stdout, stderr });
        });
      });
    }
    const look = ['discover', `${sshd.user}@${sshd.host}`, '--port', String(sshd.port), '--name', 'mini'];
    return { folder, sshd, env, program, run, look, port, checkout, secret };
  }

  it('leads from a clean machine to a true report, with nothing edited', async () => {
    const { folder, run, look, port, checkout, secret } = await scene();
    const draft = await run(...look, '--yes');
    expect(draft).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^Pinned in .*1 service on mini/s),
    });
    expect(draft.stdout).toContain(`health_url: http://127.0.0.1:${port}/health`);
    expect(draft.stdout).toContain('repo: Invictus-Labs/akashic-records # origin of');
    expect(draft.stdout).toContain(`checkout: ${checkout}\n`);
    expect(draft.stdout).not.toContain(secret);
    const path = join(folder, 'manifest.yaml');
    writeFileSync(path, draft.stdout);

    const check = await run('check', '--manifest', path);
    expect(check.stdout).toContain('is good: 1 machine, 1 service (1 stateful)\n');
    const audit = await run('audit', '--manifest', path, '--format', 'json');
    const report: unknown = JSON.parse(audit.stdout);
    expect(report).toMatchObject({
      verdict: 'in_sync',
      services: [{ name: 'akashic', machine: 'mini', status: 'in_sync', commits_behind: 0, instances: 1 }],
      findings: [],
    });
    expect(audit.code).toBe(0);

    const again = await run(...look, '--append', path);
    expect(again.stderr).toContain('Already in the manifest: akashic.\nNothing new on');
    expect(readFileSync(path, 'utf8')).toBe(draft.stdout);
  });

  it('adds the machine to a manifest, and refuses in one line what would break it', async () => {
    const { folder, run, look } = await scene();
    const other =
      'services:\n  # the first\n  - { name: akashic, machine: box, host: 10.0.0.9, risk_tier: LOW }\n';
    const path = join(folder, 'fleet.yaml');
    writeFileSync(path, other);
    const added = await run(...look, '--yes', '--append', path);
    expect(added).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('akashic-mini on mini'),
    });
    expect(readFileSync(path, 'utf8')).toContain(
      'services:\n  # the first\n  - { name: akashic, machine: box,',
    );
    expect((await run('check', '--manifest', path)).stdout).toContain('2 machines, 2 services');

    const [absent, empty] = [join(folder, 'first.json'), join(folder, 'first.yaml')];
    writeFileSync(empty, ''); // as a draft that came to nothing leaves it behind a >
    for (const first of [absent, empty]) {
      const { code, stdout, stderr } = await run(...look, '--append', first);
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
      expect(stderr).toContain(`Written to ${first}. 1 service on mini`);
      expect((await run('check', '--manifest', first)).stdout).toContain('1 machine, 1 service');
    }

    const json = join(folder, 'fleet.json');
    writeFileSync(
      json,
      JSON.stringify({ services: [{ name: 'a', machine: 'b', host: '10.0.0.9', risk_tier: 'LOW' }] }),
    );
    expect((await run(...look, '--append', json)).code).toBe(0);
    expect((await run('check', '--manifest', json)).stdout).toContain('2 machines, 2 services');

    const broken = 'defaults: { host: 10.9.9.9, risk_tier: LOW }\nservices:\n  - { name: a, machine: b }\n';
    writeFileSync(path, broken);
    const refused = await run(...look, '--append', path);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/^[^\n]*fleet\.yaml was not changed: with[^\n]*\n$/);
    expect(readFileSync(path, 'utf8')).toBe(broken);
  });

  it('asks on the terminal, with the draft going elsewhere, and refuses where there is none', async () => {
    const { folder, sshd, env, program, run, look } = await scene();
    const refused = await run(...look);
    expect(refused).toMatchObject({ code: 3, stdout: '' });
    expect(refused.stderr).toMatch(/^the host key of [^\n]* is not pinned [^\n]*--yes[^\n]*\n$/);

    const command = `${[process.execPath, ...program, ...look].join(' ')} > ${folder}/draft.yaml`;
    const terminal = spawn('script', ['-qec', command, '/dev/null'], { env, cwd: folder });
    let shown = '';
    let asked = false;
    terminal.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
      if (!asked && shown.includes('or a fingerprint)')) terminal.stdin.write('yes\n');
      asked = shown.includes('or a fingerprint)');
    });
    await once(terminal, 'close');
    const printed = execFileSync('ssh-keygen', ['-l', '-f', '-'], {
      input: sshd.hostKeys[0],
      encoding: 'utf8',
    });
    expect(shown).toContain(/SHA256:\S+/.exec(printed)?.[0]);
    expect(shown).toContain('1 service on mini');
    expect(readFileSync(join(folder, 'draft.yaml'), 'utf8')).toContain('name: akashic');
  });

  it.each([
    [['discover', 'nobody@127.0.0.1', '--port', '1'], /^connection refused by 127\.0\.0\.1:1\n$/],
    [['discover', 'a b@host'], /^"a b" is not a user name/],
    [['discover', 'x@127.0.0.1', '--append', '.'], /^\.: is a directory/],
  ])('says in one line why %j cannot be', async (args, message) => {
    const folder = await testFolder();
    execFileSync('ssh-keygen', ['-q', '-N', '', '-t', 'ed25519', '-f', join(folder, 'key')]);
    const program = await builtProgram();
    const result = await new Promise<{ code: number; stderr: string }>((resolve) => {
      const env = { ...process.env, SSH_KEY_PATH: join(folder, 'key') };
      execFile(process.execPath, [...program, ...args], { cwd: folder, env }, (error, _stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stderr }),
      );
    });
    expect(result).toEqual({ code: 3, stderr: expect.stringMatching(message) });
  });
});
