import { parseDuration } from '../inventory/duration.ts';
import { EnvKeys, secretKeys } from './env-keys.ts';

/** `OPENCLAW_URL` is `openclawUrl` in the code. */
type NameOf<Key extends string> = Key extends `${infer Head}_${infer Rest}`
  ? `${Lowercase<Head>}${Capitalize<NameOf<Rest>>}`
  : Lowercase<Key>;

/** null where a key is not set and has no default */
type Named = {
  [Key in keyof EnvKeys as NameOf<Key>]-?: undefined extends EnvKeys[Key]
    ? Exclude<EnvKeys[Key], undefined> | null
    : EnvKeys[Key];
};

/** The environment, checked, with its defaults; null where a key is not set. */
export type Env = ReturnType<typeof named>;

export function named(keys: EnvKeys, source: Record<string, string | undefined>) {
  const { watchInterval, sshConfigPath, ...rest } = underTheirNames(keys);
  return {
    ...rest,
    /** null: none is read */
    sshConfigPath: sshConfigPath === 'none' ? null : sshConfigPath,
    /** the agent's socket: ssh-agent(1) sets it, no key of ours */
    sshAgentSocket: source['SSH_AUTH_SOCK'] || null,
    /** ms between two watches; 0: off */
    watchIntervalMs: parseDuration(watchInterval) ?? 0,
  };
}

/** What must never be shown, of what is set. */
export function secretsOf(env: Env): string[] {
  const secrets = [...secretKeys.map((key) => env[nameOf(key)]), env.stateUrl].map(secretIn);
  // Whoever has this whole address can pretend that the bot scans.
  return [...secrets, env.heartbeatUrl].filter((secret) => secret !== null);
}

/** Of a server's address only the password: where the server is may be said. */
function secretIn(value: string | null): string | null {
  const address = URL.parse(value ?? '');
  return address === null || address.host === '' ? value : address.password;
}

function underTheirNames(keys: EnvKeys): Named;
function underTheirNames(keys: Record<string, unknown>): object {
  return Object.fromEntries(Object.keys(EnvKeys.shape).map((key) => [nameOf(key), keys[key] ?? null]));
}

function nameOf<Key extends string>(key: Key): NameOf<Key>;
function nameOf(key: string): string {
  return key.toLowerCase().replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
