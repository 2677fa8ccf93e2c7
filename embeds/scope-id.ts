import { createHash } from 'node:crypto';
import { limits } from './limits.ts';
import { UserError } from '../src/text/user-error.ts';

/** What a report covers; null: all. */
export type Scope = { service: string | null; machine: string | null };
type Names = { services: string[]; machines: string[] };

/** Leaves room for the longest action in front. */
const ROOM = limits.customId - 'acknowledge:'.length;
const NOTHING = '';
const HASHED = /^#[0-9a-f]{16}$/;

/**
 * A scope as a button's id, so that the button works after a restart. Names are written out if they fit; else the longer
 * one, or both, become a hash, which is looked up among the manifest's names.
 */
export function scopeId({ service, machine }: Scope): string {
  const plain = [spelled(service), spelled(machine)] as const;
  const short = [hashed(service), hashed(machine)] as const;
  const oneShort = plain[0].length >= plain[1].length ? [short[0], plain[1]] : [plain[0], short[1]];
  const ids = [plain, oneShort].map((parts) => parts.join('/'));
  return ids.find((id) => id.length <= ROOM) ?? short.join('/');
}

/** @throws UserError for an id without a match in the manifest */
export function readScope(id: string, names: Names): Scope {
  const scope = findScope(id, names);
  if (scope) return scope;
  throw new UserError('This is no longer in the manifest. Type /drift for a new report.');
}

/** The scope of an id; null if no name of the manifest matches it (any more). */
export function findScope(id: string, names: Names): Scope | null {
  const [service, machine, ...rest] = id.split('/');
  if (service === undefined || machine === undefined || rest.length > 0) return null;
  const asked = found(service, names.services);
  const on = found(machine, names.machines);
  return asked && on ? { service: asked.name, machine: on.name } : null;
}

function found(part: string, names: string[]): { name: string | null } | null {
  if (part === NOTHING) return { name: null };
  if (!HASHED.test(part)) return respelled(part);
  const [name, ...others] = names.filter((each) => hashed(each) === part);
  return name === undefined || others.length > 0 ? null : { name };
}

/** Percent-encodes the separators of ids: `:`, `/` and `#`. */
function spelled(name: string | null): string {
  if (name === null) return NOTHING;
  // A name that cannot be written is hashed; no name of the manifest is empty.
  return name.isWellFormed() && name !== '' ? encodeURIComponent(name) : hashed(name);
}

function respelled(part: string): { name: string } | null {
  try {
    return { name: decodeURIComponent(part) };
  } catch {
    return null;
  }
}

function hashed(name: string | null): string {
  if (name === null) return NOTHING;
  return `#${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}
