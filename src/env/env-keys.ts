import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { parseDuration } from '../inventory/duration.ts';
import * as field from '../inventory/fields.ts';
import { parseSiteKeys } from '../sites/sealing/keys.ts';
import { isHostPattern } from '../text/host-pattern.ts';

// Every key of the environment (DESIGN 8, in its order). A message is the cure, and never holds the value: people
// paste secrets into the wrong key.

const Id = z
  .string()
  .regex(/^\d{17,20}$/, 'must be a Discord id of 17 to 20 digits: turn on developer mode, then "Copy ID"');

const Ids = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== ''),
  )
  .pipe(z.array(Id));

const Secret = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be one word without spaces, nothing before or after it: copy it again');

const HttpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
  .transform((url) => url.replace(/\/+$/, ''));

const Path = z
  .string()
  .transform((path) => (/^~(?=\/|$)/.test(path) ? join(homedir(), path.slice(1)) : path));

const StateUrl = z
  .string()
  .regex(
    /^(?:sqlite|rediss?|postgres(?:ql)?):\/\/\S+$/,
    'must start with sqlite://, redis://, rediss://, postgres:// or postgresql:// and name a file or server',
  );

function wholeNumber(least: number, most: number) {
  const cure = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, cure)
    .transform(Number)
    .refine((number) => number >= least && number <= most, cure);
}

const QueueUrl = z
  .string()
  .regex(/^rediss?:\/\/\S+$/, 'must start with redis:// or rediss:// and name a server');

const SiteKey = z
  .string()
  .refine(
    (text) => parseSiteKeys(text) !== null,
    'must be 32 random bytes, such as `openssl rand -base64 32` prints; home:KEY is for one site; separate sites with commas',
  );

const HostList = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((host) => host.trim())
      .filter((host) => host !== ''),
  )
  .pipe(
    z.array(
      z
        .string()
        .refine(isHostPattern, 'must list addresses, networks such as 10.0.0.0/8, names or *.example.lan'),
    ),
  );

const WatchInterval = z.string().refine((text) => {
  const ms = parseDuration(text);
  return text === '0' || (ms !== null && ms >= 5000 && ms <= 3_600_000);
}, 'must be a time from 5s to 1h, such as 2m or 90s, or 0 to turn the watch off');

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** What each key may hold, and its default. */
export const EnvKeys = z.object({
  DISCORD_TOKEN: Secret.optional(),
  DISCORD_APPLICATION_ID: Id.optional(),
  DISCORD_GUILD_ID: Id.optional(),
  DISCORD_LOGS_CHANNEL_ID: Id.optional(),
  DISCORD_APPROVER_ROLE_IDS: Ids.default([]),
  DISCORD_ONCALL_ROLE_ID: Id.optional(),
  DISCORD_BOARD_CHANNEL_ID: Id.optional(),
  ALERT_THREADS: z.enum(['off', 'critical'], 'must be off or critical').default('off'),
  DISCORD_API_URL: HttpUrl.default('https://discord.com/api'),
  MANIFEST_PATH: Path.default('manifest.json'),
  STATE_URL: StateUrl.default('sqlite://data/driftwatch.sqlite'),
  SSH_USER: field.UserName.optional(),
  SSH_KEY_PATH: Path.optional(),
  SSH_KEY_PASSPHRASE: z.string().optional(),
  SSH_KNOWN_HOSTS_PATH: Path.prefault('~/.ssh/known_hosts'),
  SSH_CONFIG_PATH: Path.prefault('~/.ssh/config'),
  SSH_CONCURRENCY: wholeNumber(1, 1000).default(32),
  SSH_ACTION_USER: field.UserName.optional(),
  SSH_ACTION_KEY_PATH: Path.optional(),
  GITHUB_TOKEN: Secret.optional(),
  GITHUB_API_URL: HttpUrl.default('https://api.github.com'),
  SCAN_CRON: field.Cron.default('0 18 * * 0'),
  SCAN_TIMEZONE: field.TimeZone.default(() => new Intl.DateTimeFormat().resolvedOptions().timeZone),
  HTTP_HOST: field.Address.default('127.0.0.1'),
  HTTP_PORT: wholeNumber(0, 65_535).default(8787),
  TRIGGER_TOKEN: Secret.optional(),
  GITHUB_WEBHOOK_SECRET: Secret.optional(),
  OPENCLAW_URL: HttpUrl.optional(),
  OPENCLAW_HOOK_TOKEN: Secret.optional(),
  HEARTBEAT_URL: HttpUrl.optional(),
  WATCH_INTERVAL: WatchInterval.default('2m'),
  QUEUE_URL: QueueUrl.optional(),
  /** as it was given: src/sites reads the keys out of it */
  SITE_KEY: SiteKey.optional(),
  /** without it a worker may go to any host */
  WORKER_HOSTS: HostList.optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
});
export type EnvKeys = z.infer<typeof EnvKeys>;

/** These may also be read from the file that `<key>_FILE` names. */
export const secretKeys = [
  'DISCORD_TOKEN',
  'SSH_KEY_PASSPHRASE',
  'GITHUB_TOKEN',
  'TRIGGER_TOKEN',
  'GITHUB_WEBHOOK_SECRET',
  'OPENCLAW_HOOK_TOKEN',
  'QUEUE_URL',
  'SITE_KEY',
] as const satisfies (keyof EnvKeys)[];
