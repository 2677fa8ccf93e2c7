import { baseName } from './base-name.ts';
import type { CommandLine } from './parsed-process.ts';

/** What serves an application of Python's that its arguments name. They have that grammar even where no interpreter shows. */
const servers =
  /^(?:gunicorn|uvicorn|hypercorn|daphne|granian|waitress-serve|uwsgi|celery|dramatiq|rq|huey|arq|flask|faust)[\d.]*$/;
const python = /^(?:python|pypy)[\d.]*$/i;
/** `shiva.wsgi:app`, `shiva.main:create_app()`: a module, and an object in it. */
const object = /^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_][\w.]*(?:\(.*\))?)$/;
/** Usual names of such an object. `shiva:latest` is an image, `shiva:http` a host. */
const callable = /(?:app|application|asgi|wsgi|api|server|main)$|\)$/i;
const option = /^(?:-A|--app|--module|--wsgi)(?:=(.+))?$/;

/**
 * The module that a program of Python serves: `gunicorn shiva.wsgi:app`, `celery -A shiva worker`. It is what runs, and
 * no argument like others. @returns null where none is named
 */
export function servedModule(command: CommandLine): string | null {
  if (command.kind === 'none' || command.kind === 'script') return null;
  const behind = command.behind.replaceAll(/[()]/g, ' ');
  if (command.kind === 'title') return optionIn(command.behind === '' ? [] : behind.split(/\s+/));
  const [program = '', script] = command.files;
  const byPython = python.test(baseName(program));
  const served = script ?? (byPython ? command.module : program) ?? '';
  if (byPython ? script !== undefined && /\.\w+$/.test(baseName(script)) : !servers.test(baseName(served)))
    return null;
  const words = command.behind.split(/\s+/);
  return optionIn(words) ?? objectIn(words, servers.test(baseName(served)));
}

function optionIn(words: readonly string[]): string | null {
  for (const [at, word] of words.entries()) {
    const found = option.exec(word);
    const value = found?.[1] ?? (found ? words[at + 1] : undefined);
    if (value !== undefined && !value.startsWith('-')) return value.replace(/:.*$/, '').replace(/\.py$/, '');
  }
  return null;
}

/** The first that looks like one; after a known server also a bare module (`gunicorn shiva.wsgi`). */
function objectIn(words: readonly string[], known: boolean): string | null {
  for (const word of words) {
    const [, module, name = ''] = object.exec(word) ?? [];
    if (module !== undefined && (module.includes('.') || callable.test(name))) return module;
  }
  const last = words.at(-1) ?? '';
  return known && /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(last) ? last : null;
}
