import { isGeneric } from './candidate.ts';
import { checkoutAround } from '../../probes/inhabitants/checkouts.ts';
import type { FoundCheckout } from '../../facts/inhabitants/inhabitants.ts';
import type { OwnProgram } from './own-program.ts';

/** The program's own name where that tells what it is, else that of its checkout or folder. */
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
  const names = (home ?? '').split('/').filter((name) => name !== '' && !isGeneric(name));
  return names.at(-1) ?? file;
}

function folderOf(path: string): string | null {
  return path.startsWith('/') ? path.slice(0, path.lastIndexOf('/')) : null;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
