import { join } from 'node:path';
import { settingsFor } from './config.ts';
import type { SshConfig } from './config.ts';
import type { SshHost } from './host.ts';

/** What is known about a host without ssh_config; null: to be taken from ssh_config. */
export type WantedHost = { host: string; port: number | null; user: string | null; jump: SshHost | null };

/** `user`: the default login. */
export type SshDefaults = { user: string; config: SshConfig | null };

/**
 * The host to connect to: the manifest overrides ssh_config, which overrides the environment. Never runs a command of
 * ssh_config; if that would be needed, the host gets a `problem`.
 */
export function resolveHost(
  wanted: WantedHost,
  defaults: SshDefaults,
  passed: readonly string[] = [],
): SshHost {
  const { config } = defaults;
  if (config === null)
    return {
      host: wanted.host,
      port: wanted.port ?? 22,
      user: wanted.user ?? defaults.user,
      jump: wanted.jump,
    };
  const said = settingsFor(config, wanted.host, wanted.user);
  const first = (key: string) => said.get(key)?.[0] ?? null;
  const port = wanted.port ?? portOf(first('port')) ?? 22;
  const user = wanted.user ?? first('user') ?? defaults.user;
  const names = { n: wanted.host, p: String(port), r: user, u: config.localUser, d: config.home };
  const host = expanded(first('hostname') ?? wanted.host, { ...names, h: wanted.host });
  const way = wanted.jump ? { jump: wanted.jump, problem: null } : wayOf(said, wanted.host, defaults, passed);
  const keys = (said.get('identityfile') ?? [])
    .filter((path) => path.toLowerCase() !== 'none')
    .map((path) => pathOf(expanded(path, { ...names, h: host }), config.home));
  const alias = first('hostkeyalias');
  const problem =
    way.problem ??
    (/^[\p{L}\p{N}_:][\p{L}\p{N}._:%-]*$/u.test(host)
      ? null
      : 'its HostName in ssh_config is not an address');
  return {
    host,
    port,
    user,
    jump: way.jump,
    ...(keys.length > 0 ? { keys } : {}),
    ...(alias === null ? {} : { hostKeyAlias: alias }),
    ...(problem === null ? {} : { problem }),
    ...(config.warnings.length > 0 ? { warnings: config.warnings } : {}),
  };
}

type Way = { jump: SshHost | null; problem: string | null };

function wayOf(
  said: ReadonlyMap<string, string[]>,
  host: string,
  defaults: SshDefaults,
  passed: readonly string[],
): Way {
  const command = said.get('proxycommand')?.join(' ') ?? 'none';
  const order = [...said.keys()].filter((key) => key === 'proxyjump' || key === 'proxycommand');
  const jumps = order[0] === 'proxycommand' ? jumpOfCommand(command) : (said.get('proxyjump')?.[0] ?? 'none');
  if (jumps === null)
    return {
      jump: null,
      problem:
        'ssh_config has a ProxyCommand for it, which is never run: write a ProxyJump there, or jump in the manifest',
    };
  if (jumps.toLowerCase() === 'none') return { jump: null, problem: null };
  if (passed.includes(host))
    return { jump: null, problem: `the ProxyJump of ssh_config goes in a circle (${passed.join(', ')})` };
  let jump: SshHost | null = null;
  for (const hop of jumps.split(',')) {
    const parts = /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(\[[^\]]+\]|[^:@\s/]+)(?::(\d{1,5}))?\/?$/.exec(hop.trim());
    if (parts?.[2] === undefined)
      return { jump: null, problem: 'its ProxyJump in ssh_config cannot be read: write [user@]host[:port]' };
    const [, user, name, port] = parts;
    const wanted = {
      host: name.replace(/^\[(.*)\]$/, '$1'),
      port: portOf(port ?? null),
      user: user ?? null,
      jump,
    };
    jump = resolveHost(wanted, defaults, [...passed, host]);
  }
  return { jump, problem: jump?.problem ?? null };
}

/** The jump host of `ssh -W %h:%p bastion`, the way to jump before ProxyJump; null for every other command. */
function jumpOfCommand(command: string): string | null {
  if (command.toLowerCase() === 'none') return 'none';
  const word = String.raw`(?!-)[^\s'"$;&|<>\x60\\]+`;
  const target = String.raw`-W\s*\[?%h\]?:%p`;
  const plain = new RegExp(
    `^(?:exec )?(?:/usr/bin/)?ssh (?:-q )?(?:${target} (${word})|(${word}) (?:-q )?${target})$`,
  ).exec(command.replaceAll(/\s+/g, ' ').trim());
  return plain?.[1] ?? plain?.[2] ?? null;
}

function portOf(text: string | null): number | null {
  const port = Number(text ?? '');
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
}

/** ssh_config(5), TOKENS: those that a host's name and a key's path may hold. */
function expanded(text: string, tokens: Record<string, string>): string {
  return text.replaceAll(/%(.)/g, (whole, letter: string) =>
    letter === '%' ? '%' : (tokens[letter] ?? whole),
  );
}

function pathOf(path: string, home: string): string {
  return /^~(?=\/)/.test(path) ? join(home, path.slice(1)) : path;
}
