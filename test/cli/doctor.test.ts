import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../sandbox/discord.ts';
import { openState } from '../../src/store/open/open.ts';
import { builtProgram } from '../support/built/program.ts';
import { testFolder } from '../support/machines/folder.ts';
import { startGitHubServer } from '../support/servers/github-server.ts';
import { closedPort } from '../support/servers/http-servers.ts';
import { createRepository } from '../support/repositories.ts';
import { startSshd } from '../support/servers/sshd.ts';
import { lacks } from '../support/machines/system.ts';

const githubToken = 'github_pat_0123456789abcdefghijklmnop';
const nowhere = '1199999999999999999';

/** A whole installation in which all is well: a guild, a machine, a repository. */
async function anInstallation() {
  const [folder, sandbox, sshd] = [await testFolder(), await startSandbox(), await startSshd()];
  const plans = [{ name: 'a', date: '2026-03-01T12:00:00Z', message: 'a' }];
  const repository = await createRepository(join(folder, 'origin.git'), plans);
  const github = await startGitHubServer({ 'knox/api': repository });
  github.tokens.add(githubToken);
  onTestFinished(async () => {
    await Promise.all([sandbox.close(), sshd.stop(), github.close()]);
  });
  const manifest = join(folder, 'manifest.yaml');
  const write = (text: string) => writeFileSync(manifest, text);
  write(manifestOn(sshd.port));
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    MANIFEST_PATH: manifest,
    DISCORD_TOKEN: sandbox.token,
    DISCORD_APPLICATION_ID: sandbox.applicationId,
    DISCORD_GUILD_ID: sandbox.guildId,
    DISCORD_LOGS_CHANNEL_ID: sandbox.logsChannelId,
    DISCORD_ONCALL_ROLE_ID: sandbox.roles.oncall,
    DISCORD_APPROVER_ROLE_IDS: sandbox.roles.approver,
    DISCORD_API_URL: sandbox.api,
    STATE_URL: `sqlite://${join(folder, 'driftwatch.sqlite')}`,
    SSH_USER: sshd.user,
    SSH_KEY_PATH: sshd.keyPath,
    SSH_KNOWN_HOSTS_PATH: sshd.knownHostsPath,
    GITHUB_TOKEN: githubToken,
    GITHUB_API_URL: github.url,
    HTTP_PORT: '0',
  };
  return { env, folder, sandbox, write };
}

function manifestOn(port: number, extra = ''): string {
  return `machines: { box: { host: 127.0.0.1, port: ${port} } }
services: [{ name: api, machine: box, risk_tier: LOW, repo: knox/api${extra} }]
`;
}

type Ended = { code: number | null; out: string; err: string };

/** Runs a command of the program; `until` ends it as a supervisor would once that stands in its output. */
async function run(args: string[], env: Record<string, string>, cwd: string, until?: RegExp): Promise<Ended> {
  const given = [...(await builtProgram()), ...args];
  const child = spawn(process.execPath, given, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Ended = { code: null, out: '', err: '' };
  let isAsked = false;
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
    // Once: a second signal ends it at once.
    if (!isAsked && until?.test(said.out)) isAsked = child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'close');
  return { ...said, code: child.exitCode };
}

function warningsIn(out: string): Record<string, unknown>[] {
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return lines.filter(({ level }) => level === 40);
}

const missing = lacks(['sshd', 'openssh-server'], ['git', 'git']);

describe.skipIf(missing)('driftwatch doctor', () => {
  it('finds nothing in an installation that is well, and shows no secret', async () => {
    const { env, folder } = await anInstallation();
    const { code, out, err } = await run(['doctor', '--format', 'json'], env, folder);
    const { results, ...sum } = JSON.parse(out) as { results: Record<string, unknown>[] };
    expect(results.filter(({ status }) => status === 'broken' || status === 'warning')).toEqual([]);
    expect(sum).toMatchObject({
      schema: 'driftwatch/doctor@1',
      verdict: 'ok',
      counts: { broken: 0, warning: 0 },
    });
    expect([code, err]).toEqual([0, '']);
    for (const result of results)
      expect(Object.keys(result)).toEqual(['check', 'status', 'subject', 'detail', 'cure']);
    expect(out).not.toContain(env.DISCORD_TOKEN);
    expect(out).not.toContain(githubToken);
  });

  it('goes on behind a manifest with a typo, and names all that is broken, a line each', async () => {
    const { env, folder, write } = await anInstallation();
    write(manifestOn(22, ', brnch: main'));
    const broken = { ...env, DISCORD_ONCALL_ROLE_ID: nowhere, GITHUB_TOKEN: 'github_pat_expired_0123456789' };
    const { code, out } = await run(['doctor'], broken, folder);
    expect(code).toBe(1);
    expect(out.split('\n').filter((line) => line.startsWith('  broken'))).toEqual([
      expect.stringMatching(
        /manifest\.yaml +services\[0\]\.brnch: unknown key — did you mean branch\? → Correct /,
      ),
      expect.stringMatching(/DISCORD_ONCALL_ROLE_ID 1199999999999999999 +.* has no such role → /),
      expect.stringMatching(/GITHUB_TOKEN +GitHub does not accept it.* → Make a fine-grained token/),
    ]);
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^Something is broken: 3 broken, /);
  });

  it('says in one line, with exit code 3, why it cannot begin', async () => {
    const { env, folder } = await anInstallation();
    const [wrong, unknown] = await Promise.all([
      run(['doctor'], { ...env, DISCORD_GUILD_ID: '42' }, folder),
      run(['doctor', '--format', 'xml'], env, folder),
    ]);
    expect(wrong).toMatchObject({ code: 3, out: '', err: expect.stringMatching(/^DISCORD_GUILD_ID: .+\n$/) });
    expect(unknown.code).toBe(3);
  });
});

describe.skipIf(missing)('the bot', () => {
  it('starts all the same where a machine is unreachable and the GitHub token has expired, and logs both', async () => {
    const { env, folder, write } = await anInstallation();
    write(manifestOn(await closedPort()));
    const all = /^(?=[^]*"subject":"box".*\n)(?=[^]*"subject":"GITHUB_TOKEN".*\n)(?=[^]*Driftwatch is ready)/;
    const expired = { ...env, GITHUB_TOKEN: 'github_pat_expired_0123456789' };
    const { code, out } = await run(['bot'], expired, folder, all);
    expect(code).toBe(0);
    expect(out).toContain('Driftwatch is ready');
    expect(
      warningsIn(out).toSorted((a, b) => String(a['subject']).localeCompare(String(b['subject']))),
    ).toEqual([
      expect.objectContaining({
        subject: 'box',
        cure: expect.stringMatching(/^The machine answers/) as string,
      }),
      expect.objectContaining({ subject: 'GITHUB_TOKEN', cure: expect.stringMatching(/^Make a/) as string }),
    ]);
  });

  it.each<[string, (port: number) => Record<string, string>]>([
    ['Discord', (port) => ({ DISCORD_API_URL: `http://127.0.0.1:${port}/api` })],
    ['The state', (port) => ({ STATE_URL: `redis://127.0.0.1:${port}` })],
  ])('ends with 75, for a supervisor to try again, where %s cannot be reached', async (what, over) => {
    const { env, folder } = await anInstallation();
    const { code, err } = await run(['bot'], { ...env, ...over(await closedPort()) }, folder);
    expect(err).toMatch(new RegExp(`^${what}.* cannot be reached .*\\(ECONNREFUSED\\)\\. .+\n$`));
    expect(code).toBe(75);
  });

  it.each<[string, Record<string, string>, string | null, RegExp]>([
    [
      'a channel that is not there',
      { DISCORD_LOGS_CHANNEL_ID: nowhere },
      null,
      /^DISCORD_LOGS_CHANNEL_ID .*no such channel\. Set .*\n$/,
    ],
    [
      'a typo in the manifest',
      {},
      manifestOn(22, ', brnch: main'),
      /^.*manifest\.yaml: services\[0\]\.brnch: .* did you mean branch\?\n$/,
    ],
  ])(
    'refuses to start with %s, in one line, and leaves the state to the next',
    async (_, over, manifest, line) => {
      const { env, folder, write } = await anInstallation();
      if (manifest !== null) write(manifest);
      const { code, err } = await run(['bot'], { ...env, ...over }, folder);
      expect(err).toMatch(line);
      expect(code).toBe(3);
      const state = await openState(env.STATE_URL, Date.now);
      onTestFinished(() => state.close());
      expect(await state.peek('lease')).toBeNull();
    },
  );
});
