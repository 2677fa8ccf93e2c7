import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { EnvKeys, secretKeys } from './env-keys.ts';
import { parseDuration } from '../inventory/duration.ts';
import { UserError } from '../text/user-error.ts';
import { codeOf } from '../text/error-code.ts';

/** The environment, checked, with its defaults; null where a key is not set. */
export type Env = ReturnType<typeof named>;

type Source = Record<string, string | undefined>;

/**
 * Reads the environment and the file `.env` of the working directory, which never overrides the environment. An
 * empty value counts as not set.
 * @throws UserError a line for each key that cannot be used, with the cure; never a value
 */
export function readEnv(source: Source = fromProcess()): Env {
  const problems: string[] = [];
  const values = withSecretFiles(source, problems);
  const parsed = EnvKeys.safeParse(values);
  for (const issue of parsed.error?.issues ?? []) problems.push(`${String(issue.path[0])}: ${issue.message}`);
  if (!parsed.success || problems.length > 0) throw new UserError([...new Set(problems)].join('\n'));
  return named(parsed.data, source);
}

/** Where the manifest is, also where the rest of the environment is broken. */
export function manifestPathIn(source: Source = fromProcess()): string {
  return source['MANIFEST_PATH']?.trim() || EnvKeys.shape.MANIFEST_PATH.parse(undefined);
}

/** What the bot cannot do without; the other commands need no key. */
type BotKeys = { discordToken: string; discordApplicationId: string; discordGuildId: string };

const botKeys = [
  ['DISCORD_TOKEN', 'discordToken', "the bot's login: Developer Portal, Bot, Reset Token"],
  ['DISCORD_APPLICATION_ID', 'discordApplicationId', 'the application whose commands are registered'],
  ['DISCORD_GUILD_ID', 'discordGuildId', 'the server that the bot serves'],
] as const;

/** The environment with the keys of the command in it. @throws UserError naming each missing key and what it is for */
export function requireKeys(env: Env, command: 'bot'): Env & BotKeys {
  const { discordToken, discordApplicationId, discordGuildId } = env;
  if (discordToken && discordApplicationId && discordGuildId) {
    return { ...env, discordToken, discordApplicationId, discordGuildId };
  }
  const missing = botKeys.filter(([, name]) => !env[name]).map(([key, , purpose]) => `${key} (${purpose})`);
  throw new UserError(`${command} needs ${missing.join(', ')}: set them in the environment or in .env`);
}

/** `keys`: what is not set; empty where it was turned off, which `what` says in a whole sentence. */
type Off = { what: string; keys: string[] };

/** One sentence for each feature that is off. */
export function offFeatures(env: Env): string[] {
  return whatIsOff(env).map(({ what, keys }) => {
    if (keys.length === 0) return what;
    const listed = [keys.slice(0, -1).join(', '), keys.at(-1)].filter(Boolean).join(' and ');
    return `${what}: ${listed} ${keys.length === 1 ? 'is' : 'are'} not set.`;
  });
}

/** Each feature that is off, and for lack of which keys. */
export function whatIsOff(env: Env): Off[] {
  const features: [what: string, needs: Record<string, unknown>][] = [
    [
      'The Discord bot is off',
      {
        DISCORD_TOKEN: env.discordToken,
        DISCORD_APPLICATION_ID: env.discordApplicationId,
        DISCORD_GUILD_ID: env.discordGuildId,
      },
    ],
    ['Posting to the logs channel is off', { DISCORD_LOGS_CHANNEL_ID: env.discordLogsChannelId }],
    ['Nobody can approve a remediation', { DISCORD_APPROVER_ROLE_IDS: env.discordApproverRoleIds[0] }],
    ['Mentioning the on-call role is off', { DISCORD_ONCALL_ROLE_ID: env.discordOncallRoleId }],
    ['The board is off', { DISCORD_BOARD_CHANNEL_ID: env.discordBoardChannelId }],
    [
      'GitHub is queried without a token: public repositories, 60 requests an hour',
      { GITHUB_TOKEN: env.githubToken },
    ],
    ['The trigger POST /tools/invoke is off', { TRIGGER_TOKEN: env.triggerToken }],
    ['The trigger POST /webhooks/github is off', { GITHUB_WEBHOOK_SECRET: env.githubWebhookSecret }],
    [
      'Paging through OpenClaw is off',
      { OPENCLAW_URL: env.openclawUrl, OPENCLAW_HOOK_TOKEN: env.openclawHookToken },
    ],
    ['The heartbeat after a scan is off', { HEARTBEAT_URL: env.heartbeatUrl }],
    ['Reading machines through sites is off', { QUEUE_URL: env.queueUrl, SITE_KEY: env.siteKey }],
  ];
  const watch =
    env.watchIntervalMs === 0
      ? [
          {
            what: 'The watch is off: WATCH_INTERVAL is 0, so a second trading bot is reported only by an audit.',
            keys: [],
          },
        ]
      : [];
  const missing = features
    .map(([what, needs]) => ({ what, keys: Object.keys(needs).filter((key) => !needs[key]) }))
    .filter(({ keys }) => keys.length > 0);
  return [...missing, ...watch];
}

function fromProcess(): Source {
  return { ...readEnvFile('.env'), ...process.env };
}

/** What a file of settings says, unchecked; nothing where it is not there. @throws UserError where it cannot be read */
export function readEnvFile(path: string): Source {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {};
    throw new UserError(
      `${path}: cannot be read (${codeOf(error) ?? 'unknown error'}): make it a file that this user may read`,
    );
  }
}

function withSecretFiles(source: Source, problems: string[]): Source {
  const values: Source = {};
  for (const key of Object.keys(EnvKeys.shape)) {
    // spaces around a passphrase may be part of it
    const value = key === 'SSH_KEY_PASSPHRASE' ? source[key] : source[key]?.trim();
    if (value) values[key] = value;
  }
  for (const key of secretKeys) {
    const path = source[`${key}_FILE`]?.trim();
    if (!path) continue;
    if (values[key] !== undefined)
      problems.push(`${key}: is set together with ${key}_FILE: remove one of them`);
    const secret = secretIn(EnvKeys.shape.MANIFEST_PATH.parse(path), `${key}_FILE`, problems);
    if (secret !== null) values[key] = key === 'SSH_KEY_PASSPHRASE' ? secret : secret.trim();
  }
  return values;
}

function secretIn(path: string, key: string, problems: string[]): string | null {
  try {
    const secret = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
    if (secret.trim() !== '') return secret;
    problems.push(`${key}: the file is empty: write the secret into it`);
  } catch (error) {
    problems.push(
      `${key}: the file cannot be read (${codeOf(error) ?? 'unknown error'}): name one that this user may read`,
    );
  }
  return null;
}

function named(keys: EnvKeys, source: Source) {
  return {
    discordToken: keys.DISCORD_TOKEN ?? null,
    discordApplicationId: keys.DISCORD_APPLICATION_ID ?? null,
    discordGuildId: keys.DISCORD_GUILD_ID ?? null,
    discordLogsChannelId: keys.DISCORD_LOGS_CHANNEL_ID ?? null,
    discordApproverRoleIds: keys.DISCORD_APPROVER_ROLE_IDS,
    discordOncallRoleId: keys.DISCORD_ONCALL_ROLE_ID ?? null,
    discordBoardChannelId: keys.DISCORD_BOARD_CHANNEL_ID ?? null,
    alertThreads: keys.ALERT_THREADS,
    discordApiUrl: keys.DISCORD_API_URL,
    manifestPath: keys.MANIFEST_PATH,
    stateUrl: keys.STATE_URL,
    sshUser: keys.SSH_USER ?? null,
    sshKeyPath: keys.SSH_KEY_PATH ?? null,
    sshKeyPassphrase: keys.SSH_KEY_PASSPHRASE ?? null,
    sshKnownHostsPath: keys.SSH_KNOWN_HOSTS_PATH,
    /** null: none is read */
    sshConfigPath: keys.SSH_CONFIG_PATH === 'none' ? null : keys.SSH_CONFIG_PATH,
    sshConcurrency: keys.SSH_CONCURRENCY,
    sshActionUser: keys.SSH_ACTION_USER ?? null,
    sshActionKeyPath: keys.SSH_ACTION_KEY_PATH ?? null,
    /** the agent's socket: ssh-agent(1) sets it, no key of ours */
    sshAgentSocket: source['SSH_AUTH_SOCK'] || null,
    githubToken: keys.GITHUB_TOKEN ?? null,
    githubApiUrl: keys.GITHUB_API_URL,
    scanCron: keys.SCAN_CRON,
    scanTimezone: keys.SCAN_TIMEZONE,
    httpHost: keys.HTTP_HOST,
    httpPort: keys.HTTP_PORT,
    triggerToken: keys.TRIGGER_TOKEN ?? null,
    githubWebhookSecret: keys.GITHUB_WEBHOOK_SECRET ?? null,
    openclawUrl: keys.OPENCLAW_URL ?? null,
    openclawHookToken: keys.OPENCLAW_HOOK_TOKEN ?? null,
    heartbeatUrl: keys.HEARTBEAT_URL ?? null,
    /** ms between two watches; 0: off */
    watchIntervalMs: parseDuration(keys.WATCH_INTERVAL) ?? 0,
    queueUrl: keys.QUEUE_URL ?? null,
    /** as it was given: src/sites reads the keys out of it */
    siteKey: keys.SITE_KEY ?? null,
    /** null: a worker may go to any host */
    workerHosts: keys.WORKER_HOSTS ?? null,
    logLevel: keys.LOG_LEVEL,
  };
}
