import type { Service } from '../../inventory/manifest.ts';
import { sudo } from './action.ts';

/**
 * A command that acts on one plain file and follows no link, as chmod(1) and rm(1) would: find(1) looks once more at
 * what is there, and runs `command` only where that passes `tests`.
 */
export function onPlainFile(
  service: Service,
  path: string,
  { tests, command }: { tests: readonly string[]; command: readonly string[] },
): string[] {
  const plain = ['find', path, '-prune', '-type', 'f', ...tests];
  return [...sudo(service), ...plain, '-print', '-exec', ...command, '{}', ';'];
}
