import { validate as isCron } from 'node-cron';
import { isIPv6 } from 'node:net';
import { z } from 'zod';
import { isReadable } from '../time/cron-times.ts';
import { isTimeZone } from '../time/time-zone.ts';

// The manifest's smallest parts. Every message follows "services[0].field: ".

/**
 * A name of a service, a machine or an interface. It is shown in embeds and autocomplete (Discord allows 100 characters),
 * and is a key of records, so names that every object has are not allowed.
 */
export const Name = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
  .refine((text) => text.trim() === text, 'must not start or end with a space')
  .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
  .refine((text) => !(text in Object.prototype), 'is reserved in JavaScript: choose another name');

/** Part of queue names, so no colon. */
export const SiteName = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/,
    'must be a name of 1 to 32 small letters, digits and "-", such as home',
  );

export const Port = z.int().min(1).max(65_535);

export const HttpStatus = z.int().min(100).max(599);

export const HttpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });

/** IPv6 in brackets, as in a URL. */
export const HostPort = z
  .string()
  .refine(isHostPort, 'must be host:port, such as 10.0.0.5:5432 or [::1]:6379')
  .transform((text) => text.toLowerCase());

export const Duration = z
  .string()
  .regex(/^\d{1,6}\s*[smhd]$/, 'must be a duration such as 90s, 15m, 2h or 7d');

export const AbsolutePath = z
  .string()
  .regex(/^\/[^\p{Cc}]*$/u, 'must be an absolute path without control characters');

/** As git's trees write paths: from the top, without empty names, `.` and `..`. */
export const RepositoryPath = z
  .string()
  .regex(
    /^(?!\/)(?!(?:.*\/)?\.{0,2}(?:\/|$))[^\p{Cc}]+$/u,
    'must be a path from the top of the repository such as config/app.yaml',
  );

/** Refuses what ssh would read as an option or as several words. */
export const Address = z
  .string()
  .refine(
    isAddress,
    'must be an IP address or a host name alone: put the user into "user", the port into "port"',
  );

export const UserName = z
  .string()
  .regex(/^(?!-)[^\s\p{Cc}:@]+$/u, 'must be a user name: no spaces, ":" or "@", and no "-" in front');

/** docker: `[a-zA-Z0-9][a-zA-Z0-9_.-]+`; the Compose specification allows `[a-zA-Z0-9._-]+` for services. */
export const ContainerName = z
  .string()
  .regex(
    /^[a-zA-Z0-9_.][a-zA-Z0-9_.-]*$/,
    "must be a container's or compose service's name: letters, digits, _ . -",
  );

/** systemd.unit(5): characters of a unit name. `*`, `?` and `[` would be patterns for systemctl. */
export const UnitName = z
  .string()
  .regex(/^[a-zA-Z0-9:_.\\@][a-zA-Z0-9:_.\\@-]*$/, 'must be a systemd unit name such as shiva.service')
  .max(255, 'must have at most 255 characters')
  .refine((name) => !/^[^@]*@(?:\.[a-z]+)?$/.test(name), {
    error: 'must be an instance such as worker@1.service: of a template nothing runs',
  });

export const LaunchdLabel = z
  .string()
  .regex(
    /^(?!-)[^\s\p{Cc}/]+$/u,
    'must be a launchd label such as com.knox.shiva: no spaces, "/" or "-" in front',
  );

/** `<helper>::` names a remote helper, which runs a program (gitremote-helpers(7)); `-` in front is an option. */
export const RepositoryName = z
  .string()
  .regex(
    /^(?!-)(?![A-Za-z0-9]+::)[^\s\p{Cc}](?:[^\p{Cc}]*[^\s\p{Cc}])?$/u,
    'must be owner/repo on GitHub, or an address or path that git can fetch from',
  );

export const BranchName = z
  .string()
  .regex(/^(?!-)[^\s\p{Cc}~^:?*[\\]+$/u, 'must be a branch name')
  .refine((text) => !text.includes('..') && !text.includes('@{'), 'must be a branch name');

export const Cron = z
  .string()
  .refine(isCronExpression, 'must be a cron expression of five or six fields, such as "0 18 * * 0"');

export const TimeZone = z.string().refine(isTimeZone, 'must be an IANA time zone such as Europe/Berlin');

export const ProcessPattern = z
  .string()
  .min(1)
  .refine(isPattern, 'must be text, or a valid regular expression between slashes')
  .refine((text) => !matchesAnything(text), 'must not match the empty text: it would find every process');

/** RFC 9110 section 5.6.2: a token. */
export const HeaderName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, "must be an HTTP header's name");
export const HeaderValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'must be one line of Latin text');

export const Mode = z
  .string({ error: modeError })
  .regex(/^[0-7]{3,4}$/, 'must be three or four octal digits in quotes, such as "600"');

/** Does node-cron run it? Five or six fields. */
export function isCronExpression(text: string): boolean {
  try {
    return isCron(text) && isReadable(text);
  } catch {
    return false;
  }
}

function isAddress(text: string): boolean {
  // a zone (fe80::1%en0) is part of a link-local address for ssh
  return isIPv6(text) || /^[\p{L}\p{N}_](?:[\p{L}\p{N}._-]*[\p{L}\p{N}_.])?$/u.test(text);
}

function isHostPort(text: string): boolean {
  const [, host = '', port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  const bare = /^\[(.+)\]$/.exec(host)?.[1];
  const known = bare === undefined ? !host.includes(':') && isAddress(host) : isIPv6(bare);
  return known && Port.safeParse(Number(port)).success && URL.canParse(`tcp://${text}`);
}

function expressionOf(text: string): string | null {
  return /^\/(.+)\/$/s.exec(text)?.[1] ?? null;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(expressionOf(text) ?? '');
    return true;
  } catch {
    return false;
  }
}

function matchesAnything(text: string): boolean {
  const expression = expressionOf(text);
  return expression !== null && isPattern(text) && new RegExp(expression).test('');
}

function modeError(issue: { input?: unknown }): string {
  return typeof issue.input === 'number'
    ? 'must be in quotes, such as "600": without them YAML reads it as a number and the octal digits are lost'
    : 'must be three or four octal digits in quotes, such as "600"';
}
