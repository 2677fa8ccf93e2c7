import { baseName } from './base-name.ts';
import type { CommandLine } from './parsed-process.ts';
import { isInterpreter } from './interpreters.ts';

/**
 * What runs, as absolute paths where they can be had. `tool`: a program of the runtime's that was installed into an
 * application's folder (a virtual environment, node_modules): its path tells whose folder it is of, not what it does.
 * @param cwd the working folder of the process; null where it was not seen
 */
export function pathsOf(command: CommandLine, cwd: string | null): { path: string; tool: boolean }[] {
  if (command.kind === 'none' || command.kind === 'title') return [];
  if (command.kind === 'script') return [{ path: absolute(command.path, cwd), tool: false }];
  const [program = '', script] = command.files;
  // A bare name was found on the PATH, a script never is.
  const own = program.includes('/') ? absolute(program, cwd) : program;
  if (script === undefined) return [{ path: own, tool: isInterpreter(baseName(program)) || isTool(own) }];
  const path = absolute(script, cwd);
  const besides = folderOf(path) === folderOf(own) && !/\.\w+$/.test(baseName(path));
  return [
    { path: own, tool: true },
    { path, tool: isTool(path) || besides },
  ];
}

function isTool(path: string): boolean {
  return (
    path.includes('/node_modules/') ||
    /\/(?:site|dist)-packages\//.test(path) ||
    isInstalledBin(path.split('/'))
  );
}

/** `…/venv/bin/gunicorn`, `…/gems/ruby/3.2/bin/puma`. Part by part: an expression would take the square of a long path's time. */
function isInstalledBin(parts: readonly string[]): boolean {
  return (
    parts.at(-2) === 'bin' &&
    parts.at(-1) !== '' &&
    parts.slice(1, -2).some((part) => /^(?:\.?v?env|\.?virtualenvs?|vendor|\.tox|\.bundle|gems)$/.test(part))
  );
}

/** pip puts the scripts of packages, which have no ending, next to the interpreter. */
function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function absolute(path: string, cwd: string | null): string {
  if (cwd === null || path.startsWith('/')) return normal(path);
  return normal(`${cwd}/${path}`);
}

function normal(path: string): string {
  if (!/(?:^|\/)\.{1,2}(?:\/|$)|\/\//.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 1) parts.pop();
    else if (part !== '.' && (part !== '' || parts.length === 0)) parts.push(part);
  }
  return parts.join('/');
}
