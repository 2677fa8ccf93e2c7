import type { Service } from '../../inventory/manifest.ts';
import { sudo } from './action.ts';

/**
 * A command that acts on one plain file and follows no link, unlike chmod(1): find(1) checks the file once more, and runs
 * `command` only if it passes `tests`.
 */
export function onPlainFile(
  service: Service,
  path: string,
  { tests, command }: { tests: readonly string[]; command: readonly string[] },
): string[] {
  const plain = ['find', path, '-prune', '-type', 'f', ...tests];
  return [...sudo(service), ...plain, '-print', '-exec', ...command, '{}', ';'];
}
