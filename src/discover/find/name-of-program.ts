import { isGeneric } from './candidate.ts';
import { checkoutAround } from '../../probes/workloads/checkouts.ts';
import type { FoundCheckout } from '../../facts/workloads/workloads.ts';
import type { OwnProgram } from './own-program.ts';

/** The program's name if it is specific, else the name of its checkout or folder. */
export function nameOfProgram(
  { path, served }: OwnProgram,
  folder: string | null,
  checkouts: readonly FoundCheckout[],
): string {
  const file = lastOf(path).replace(/\.[A-Za-z0-9]{1,4}$/, '');
  if (!served && file !== '' && !isGeneric(file)) return file;
  const home =
    checkoutAround(checkouts, path.startsWith('/') && !served ? path : folder)?.path ??
    (served ? folder : folderOf(path)) ??
    folder;
  const parts = (home ?? '').split('/').filter((name) => name !== '');
  const person = personIn(parts);
  const names = parts.filter((name) => !isGeneric(name) && !isPlace(name) && name !== person);
  if (names.length > 0) return names.at(-1) ?? file;
  // Two common words together are more specific: a bare `server` may be any server.js.
  const pair = parts.filter((name) => name === person || !isPlace(name)).slice(-1);
  return [...pair, file].filter((name) => name !== '').join('-');
}

/** The owner of the home that it is in: this names a person, not a program. */
function personIn([first, second]: readonly string[]): string | null {
  if (first === 'root') return first;
  return first === 'home' || first === 'Users' ? (second ?? null) : null;
}

/** Where systems put what people install. */
function isPlace(name: string): boolean {
  return /^(?:home|Users|opt|srv|var|usr|local|tmp|lib|bin|src|dist|build|current|releases?|v?\d[\d._-]*)$/.test(
    name,
  );
}

function folderOf(path: string): string | null {
  return path.startsWith('/') ? path.slice(0, path.lastIndexOf('/')) : null;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
