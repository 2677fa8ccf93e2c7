import type { Process } from '../process.ts';
import { parseProcess } from './parse-process.ts';

/** A shell, a script, or a program from the PATH, which may start others. */
export function isWrapper(process: Process): boolean {
  const { command, paths } = parseProcess(process);
  if (command.kind !== 'program') return command.kind !== 'title';
  return (
    !isOwnCode(process) && /^(?:[^/]*|\/(?:usr\/)?(?:local\/)?s?bin\/[^/]*)$/.test(paths.at(-1)?.path ?? '')
  );
}

/** An interpreter's script that is no tool of the runtime's. */
export function isOwnCode(process: Process): boolean {
  const { command, paths } = parseProcess(process);
  return command.kind === 'program' && command.files.length > 1 && paths.at(-1)?.tool === false;
}
