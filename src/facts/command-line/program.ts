import type { Service } from '../../inventory/manifest.ts';
import { baseName } from './base-name.ts';
import type { ParsedProcess } from './parsed-process.ts';
import { fileNaming, ofPackage, sameName } from './name-matching.ts';

/** What a process runs, for comparison with others. */
export type Program = {
  /**
   * `own`: bears the service's name. `path`: a file in its folder, named from there. `tool`: of the runtime, or what
   * serves its application.
   */
  kind: 'own' | 'path' | 'tool';
  name: string;
  /** the words that say which part it runs: `worker` of `celery -A shiva worker`; empty if none does */
  role: string;
  /** its program is a path below its working folder */
  relative: boolean;
  cwd: string | null;
  /** a shell's: it may be a wrapper, a deployment, or the service itself */
  script: boolean;
  text: string;
};

export function programOf({ command, paths, module, cwd }: ParsedProcess, service: Service): Program {
  const base = {
    cwd,
    script: command.kind === 'script',
    text: command.kind === 'none' ? '' : command.text,
  };
  if (command.kind === 'none') return { ...base, kind: 'tool', name: '', role: '', relative: true };
  const { name } = service;
  if (command.kind === 'title') {
    const own = sameName(command.program, name);
    return {
      ...base,
      kind: own ? 'own' : 'tool',
      name: own ? '' : command.program,
      role: '',
      relative: true,
    };
  }
  const path = paths.at(-1) ?? { path: '', tool: false };
  const file = baseName(path.path);
  const role = roleIn(command.behind, module);
  const files = command.kind === 'script' ? [command.path] : command.files;
  const relative = files.length > 0 && !(files.at(-1) ?? '').startsWith('/');
  if (files.some((each) => fileNaming(baseName(each), name) !== null))
    return { ...base, kind: 'own', name: modeIn(command.text), role, relative };
  if (module !== null && command.kind === 'program' && command.module === module)
    return { ...base, ...ofModule(module, name), role, relative: true };
  if (module !== null || path.tool)
    return { ...base, kind: 'tool', name: `${file} ${module ?? ''}`, role, relative: true };
  return { ...base, kind: 'path', name: within(path.path, service), role, relative };
}

/** What one program says that it runs as: `redis-server *:26379 [sentinel]`. */
function modeIn(text: string): string {
  return /\s\[([a-z][a-z-]{0,30})\]$/.exec(text)?.[1] ?? '';
}

function ofModule(module: string, name: string): Pick<Program, 'kind' | 'name'> {
  if (!ofPackage(module, name)) return { kind: 'tool', name: module };
  const part = module.slice(module.indexOf('.') + 1);
  return { kind: 'own', name: part === module || /^(?:main|app|__main__)$/.test(part) ? '' : part };
}

/** `other`: two programs of one folder. `unsure`: the folder of one of them was not seen. */
export type Sameness = 'same' | 'other' | 'unsure';

/** Are two processes of a service the same program, so that one of them is a copy of the other? */
export function sameProgram(one: Program, other: Program, declared: boolean, placed: boolean): Sameness {
  if (declared) return sameDeclared(one, other, placed);
  if (one.role !== '' && other.role !== '' && one.role !== other.role) return 'other';
  if (one.kind !== other.kind || one.script !== other.script) return 'other';
  return one.name === other.name ? 'same' : 'other';
}

/** What the manifest declares is the same, unless it depends on the working folder: `gunicorn wsgi:app` in two checkouts. */
function sameDeclared(one: Program, other: Program, placed: boolean): Sameness {
  if (!one.relative || !other.relative) return 'same';
  if (one.cwd !== null && other.cwd !== null)
    return one.cwd === other.cwd || one.kind === 'own' ? 'same' : 'other';
  return placed && one.kind !== 'own' ? 'unsure' : 'same';
}

/** The bare words: neither options nor what may be the value of one. */
function roleIn(behind: string, module: string | null): string {
  const words = behind.split(/\s+/, 40);
  const bare = words.filter(
    (word, at) => /^[a-z][a-z:_-]*$/.test(word) && !/^-[^=]*$/.test(words[at - 1] ?? ''),
  );
  return bare
    .filter((word) => word !== module)
    .slice(0, 3)
    .join(' ');
}

/** The path below the folder that bears the name, without what a deployment puts between: `releases/7`, `current`. */
function within(path: string, { name, checkout }: Service): string {
  const parts = path.split('/');
  const named = parts.slice(0, -1).findLastIndex((part) => part !== '' && sameName(part, name));
  const inside = checkout !== null && path.startsWith(`${checkout}/`) ? checkout.split('/').length - 1 : -1;
  const below = parts.slice(Math.max(named, inside) + 1);
  return below.filter((part) => !/^(?:releases?|current|shared|v?[\d._-]+)$/.test(part)).join('/');
}
