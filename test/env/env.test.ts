import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EnvKeys, secretKeys } from '../../src/env/env-keys.ts';
import { readEnv } from '../../src/env/env.ts';
import { keyText } from '../support/sites/keys.ts';
import { UserError } from '../../src/text/user-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'driftwatch-env-'));
afterAll(() => rmSync(folder, { recursive: true }));

function secretFile(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const id = '123456789012345678';

describe('readEnv', () => {
  it('fills in every default of an empty environment, and null for the other keys', () => {
    const env = Object.entries(readEnv({}));
    expect(Object.fromEntries(env.filter(([, value]) => value !== null))).toEqual({
      discordApproverRoleIds: [],
      alertThreads: 'off',
      discordApiUrl: 'https://discord.com/api',
      manifestPath: 'manifest.json',
      stateUrl: 'sqlite://data/driftwatch.sqlite',
      sshKnownHostsPath: join(homedir(), '.ssh/known_hosts'),
      sshConfigPath: join(homedir(), '.ssh/config'),
      sshConcurrency: 32,
      githubApiUrl: 'https://api.github.com',
      scanCron: '0 18 * * 0',
      scanTimezone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      httpHost: '127.0.0.1',
      httpPort: 8787,
      watchIntervalMs: 120_000,
      logLevel: 'info',
    });
    // and SSH_AUTH_SOCK, which ssh-agent sets
    expect(env).toHaveLength(Object.keys(EnvKeys.shape).length + 1);
    expect(readEnv({ SSH_AUTH_SOCK: '/tmp/agent' })).toMatchObject({ sshAgentSocket: '/tmp/agent' });
  });

  it('counts an empty value as not set', () => {
    const empty = Object.fromEntries(Object.keys(EnvKeys.shape).map((key) => [key, ' ']));
    expect(readEnv({ ...empty, SSH_KEY_PASSPHRASE: '', SSH_AUTH_SOCK: '' })).toEqual(readEnv({}));
  });

  it('takes values as they are meant', () => {
    const env = readEnv({
      DISCORD_APPROVER_ROLE_IDS: `${id}, 22345678901234567890,`,
      DISCORD_API_URL: 'http://127.0.0.1:4000/api/',
      SSH_KEY_PATH: '~/.ssh/id_ed25519',
      MANIFEST_PATH: '/etc/driftwatch/~manifest.yaml',
      SSH_KEY_PASSPHRASE: ' two words ',
      SSH_AUTH_SOCK: '/tmp/agent',
      HTTP_PORT: '0',
      HTTP_HOST: '::1',
      SCAN_CRON: '0 0 18 * * SUN',
      SCAN_TIMEZONE: 'America/New_York',
      STATE_URL: 'rediss://user:pw@cache:6380/1',
    });
    expect(env).toMatchObject({
      discordApproverRoleIds: [id, '22345678901234567890'],
      discordApiUrl: 'http://127.0.0.1:4000/api',
      sshKeyPath: join(homedir(), '.ssh/id_ed25519'),
      manifestPath: '/etc/driftwatch/~manifest.yaml',
      sshKeyPassphrase: ' two words ',
      sshAgentSocket: '/tmp/agent',
      httpPort: 0,
      httpHost: '::1',
      scanCron: '0 0 18 * * SUN',
      scanTimezone: 'America/New_York',
      stateUrl: 'rediss://user:pw@cache:6380/1',
    });
  });

  const discordId = 'must be a Discord id of 17 to 20 digits: turn on developer mode, then "Copy ID"';
  it.each([
    [
      'DISCORD_TOKEN',
      'Bot hunter2',
      'must be one word without spaces, nothing before or after it: copy it again',
    ],
    ['DISCORD_APPLICATION_ID', 'hunter2', discordId],
    ['DISCORD_GUILD_ID', '1234', discordId],
    ['DISCORD_LOGS_CHANNEL_ID', '#logs', discordId],
    ['DISCORD_APPROVER_ROLE_IDS', `${id},@ops`, discordId],
    ['DISCORD_ONCALL_ROLE_ID', `${id}0000`, discordId],
    ['DISCORD_API_URL', 'discord.com', 'must be an http:// or https:// address'],
    [
      'STATE_URL',
      'mysql://hunter2@db',
      'must start with sqlite://, redis://, rediss://, postgres:// or postgresql:// and name a file or server',
    ],
    ['SSH_USER', '-oProxyCommand=x', 'must be a user name: no spaces, ":" or "@", and no "-" in front'],
    ['SSH_CONCURRENCY', '0', 'must be a whole number from 1 to 1000'],
    ['GITHUB_API_URL', 'ftp://hunter2', 'must be an http:// or https:// address'],
    ['SCAN_CRON', '61 * * * *', 'must be a cron expression of five or six fields, such as "0 18 * * 0"'],
    ['SCAN_TIMEZONE', 'Mars/Olympus', 'must be an IANA time zone such as Europe/Berlin'],
    ['HTTP_PORT', '80800', 'must be a whole number from 0 to 65535'],
    ['HTTP_PORT', '8e3', 'must be a whole number from 0 to 65535'],
    [
      'HTTP_HOST',
      'knox@host',
      'must be an IP address or a host name alone: put the user into "user", the port into "port"',
    ],
    ['HEARTBEAT_URL', 'hc.example', 'must be an http:// or https:// address'],
    ['WATCH_INTERVAL', '4s', 'must be a time from 5s to 1h, such as 2m or 90s, or 0 to turn the watch off'],
    [
      'WATCH_INTERVAL',
      '2 hours',
      'must be a time from 5s to 1h, such as 2m or 90s, or 0 to turn the watch off',
    ],
    ['LOG_LEVEL', 'loud', 'must be one of trace, debug, info, warn, error, fatal, silent'],
  ])('refuses %s=%s with the cure and never the value', (key, value, cure) => {
    expect(() => readEnv({ [key]: value })).toThrow(new UserError(`${key}: ${cure}`));
  });

  it('names every key that cannot be used, one a line', () => {
    expect(() => readEnv({ HTTP_PORT: 'x', LOG_LEVEL: 'x' })).toThrow(
      /^HTTP_PORT: [^\n]+\nLOG_LEVEL: [^\n]+$/,
    );
  });

  it.each(secretKeys)('reads %s from the file that its _FILE key names', (key) => {
    const forms: Partial<Record<string, string>> = { QUEUE_URL: 'rediss://:x@queue', SITE_KEY: keyText() };
    const secret = forms[key] ?? 'from-file';
    const path = secretFile(key, `${secret}\n`);
    const env = Object.values(readEnv({ [`${key}_FILE`]: path }));
    expect(env.filter((value) => value === secret)).toHaveLength(1);
  });

  it.each([
    [
      'a missing file',
      { GITHUB_TOKEN_FILE: join(folder, 'none') },
      /^GITHUB_TOKEN_FILE: .* \(ENOENT\): name one/,
    ],
    ['a folder', { GITHUB_TOKEN_FILE: folder }, /^GITHUB_TOKEN_FILE: .* \(EISDIR\): name one/],
    [
      'an empty file',
      { GITHUB_TOKEN_FILE: secretFile('empty', '\n') },
      /^GITHUB_TOKEN_FILE: the file is empty/,
    ],
    [
      'a value beside the file',
      { GITHUB_TOKEN: 'hunter2', GITHUB_TOKEN_FILE: secretFile('two', 'hunter3') },
      /^GITHUB_TOKEN: is set together with GITHUB_TOKEN_FILE: remove one of them$/,
    ],
    [
      'two words in the file',
      { GITHUB_TOKEN_FILE: secretFile('words', 'hunter2 hunter3') },
      /^GITHUB_TOKEN: must be one word (?!.*hunter)/,
    ],
  ])('refuses a secret from %s', (_case, source, message) => {
    expect(() => readEnv(source)).toThrow(message);
  });

  it('reads .env of the working directory, and lets the environment win', () => {
    const { cwd, before } = { cwd: process.cwd(), before: { ...process.env } };
    secretFile('.env', 'LOG_LEVEL=debug\nSSH_USER="knox"\nHTTP_PORT=1 # a comment\n');
    try {
      process.chdir(folder);
      process.env['HTTP_PORT'] = '9000';
      expect(readEnv()).toMatchObject({ logLevel: 'debug', sshUser: 'knox', httpPort: 9000 });
      expect(process.env['SSH_USER']).toBe(before['SSH_USER']);
    } finally {
      process.chdir(cwd);
      process.env = before;
    }
  });
});
