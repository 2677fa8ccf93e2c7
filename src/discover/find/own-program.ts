import { readCommandLine } from '../../facts/command-line/command-line.ts';

/** Where systems and packages put programs. */
const system =
  /^\/(?:usr\/(?:bin|sbin|lib|lib64|libexec|share|games)|bin|sbin|lib|lib64|snap|System|Library|Applications|nix\/store|opt\/homebrew)\//;
/** Programs that work for an editor, on a person's account. */
const editorServer = /\/\.(?:vscode|cursor|windsurf|jetbrains|cache|npm)[^/]*\//;
/** Programs that run an application, which is named after its folder. */
const servers =
  /^(?:uvicorn|gunicorn|hypercorn|daphne|celery|flask|streamlit|waitress-serve|puma|unicorn|rackup|nodemon|tsx|ts-node|pm2)$/;

/** Of a package that was installed for one application: below a virtual environment, or Node's modules. */
export function isPackaged(path: string): boolean {
  if (/\/node_modules\/|\/site-packages\//.test(path)) return true;
  const parts = path.split('/');
  // Part by part: an expression would take the square of a long path's time.
  return parts.slice(1).some((part, at) => {
    if (part !== 'bin' || at + 2 >= parts.length) return false;
    const above = parts[at] ?? '';
    const isNamed = at > 0 && above.includes('env') && /^[\w.-]+$/.test(above);
    return isNamed || (at > 1 && above !== '' && /^\.?virtualenvs$/.test(parts[at - 1] ?? ''));
  });
}

/** The operator's script or program, and whether its name is specific. */
export type OwnProgram = { path: string; served: boolean };

/**
 * The operator's own program behind a command line, null where it is the system's or a package's, a shell, or a tool.
 * `folder`: the working folder. A program without a path comes from the PATH, so it is a package's.
 */
export function ownProgram(command: string, folder: string | null): OwnProgram | null {
  const line = readCommandLine(command);
  if (line.kind === 'title') return line.app === null ? null : { path: line.app, served: false };
  if (line.kind === 'none') return null;
  const script = line.kind === 'script' || line.files.length > 1 || line.module !== null;
  const path = line.kind === 'script' ? line.path : (line.module ?? line.files.at(-1) ?? '');
  const served = servers.test(path.slice(path.lastIndexOf('/') + 1));
  const stands = folder !== null && folder !== '/' && !system.test(`${folder}/`);
  if (editorServer.test(command)) return null;
  if (served || isPackaged(path)) return stands ? { path, served: true } : null;
  if (path.startsWith('/')) return system.test(path) ? null : { path, served };
  return stands && (script || path.includes('/')) ? { path, served } : null;
}
