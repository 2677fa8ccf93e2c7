import type { Process } from '../process.ts';
import { baseName } from './base-name.ts';
import { declaredMatcher } from './declared-process.ts';
import { plainOf, parseProcess } from './parse-process.ts';
import type { Matcher, ParsedProcess } from './parsed-process.ts';
import { STRENGTH } from './strength.ts';
import { fileNaming, findWord, ofPackage, sameName } from './name-matching.ts';

/** The fields of a service that identify its processes. */
type Service = { name: string; checkout: string | null; process: string | null };

/** A URL names a service that the process connects to. */
const url = /\b[a-z][a-z\d+.-]{0,20}:\/\/\S+/gi;

export function matcherOf(service: Service): Matcher {
  return service.process === null ? byName(service) : declaredMatcher(service.process);
}

/** Is it evidence for an instance? */
export function isEvidence(strength: number): boolean {
  return strength > STRENGTH.declared_mention;
}

/** Does the program, its script, its folder or the manifest's own pattern name the service, and no mere argument? */
export function bearsName(process: Pick<Process, 'command' | 'cwd'>, service: Service): boolean {
  return isEvidence(matcherOf(service)(parseProcess(process)));
}

/** Texts of which one must occur in a process's `plain` for the matcher to find anything; an empty one always does. */
export function neededBy({ name, checkout, process }: Service): string[] {
  // For a regular expression, no required text can be derived.
  if (process !== null) return [/^\/.+\/$/s.test(process) ? '' : plainOf(process)];
  return [name, ...(checkout === null ? [] : [checkout])].map(plainOf);
}

function byName({ name, checkout }: Service): Matcher {
  const needle = plainOf(name);
  const folder = checkout === null ? null : plainOf(checkout);
  return (parsed) => {
    if (!parsed.plain.includes(needle) && (folder === null || !parsed.plain.includes(folder)))
      return STRENGTH.none;
    const { command } = parsed;
    if (command.kind === 'none') return STRENGTH.none;
    const own = byProgram(parsed, name);
    if (own > 0) return own;
    if (command.kind === 'program' && isRole(parsed, name)) return STRENGTH.role;
    const lies = command.kind === 'script' ? 0 : byFolder(parsed, name, checkout);
    if (lies > 0) return lies;
    const text = command.text.replaceAll(url, ' ');
    return findWord(text, name) === -1 ? STRENGTH.none : STRENGTH.mention;
  };
}

/** Does the program, its script or the module that it serves have the name? */
function byProgram({ command, module }: ParsedProcess, name: string): number {
  if (command.kind === 'title')
    return [command.program, command.app, module].some((each) => each !== null && sameName(each, name))
      ? STRENGTH.program
      : STRENGTH.none;
  if (command.kind === 'none') return STRENGTH.none;
  const files = command.kind === 'script' ? [command.path] : command.files;
  const named = files.map((path) => fileNaming(baseName(path), name));
  if (named.includes('exact')) return STRENGTH.program;
  if (module !== null && ofPackage(module, name)) return STRENGTH.program;
  if (/\s/.test(name) && findWord(command.text, name) === 0) return STRENGTH.program;
  return named.includes('build') ? STRENGTH.build : STRENGTH.none;
}

/** `manage.py worker`: the part of an application that its script runs as. Other scripts have a target there. */
function isRole({ command, paths }: ParsedProcess, name: string): boolean {
  if (command.kind !== 'program' || command.files.length < 2 || paths.at(-1)?.tool === true) return false;
  return fileNaming(firstWord(command.behind), name) === 'exact';
}

function firstWord(text: string): string {
  const end = text.indexOf(' ');
  return end === -1 ? text : text.slice(0, end);
}

export function byFolder(
  { command, paths, cwd }: ParsedProcess,
  name: string,
  checkout: string | null,
): number {
  const lies = paths.map(({ path, tool }) => {
    const depth = depthIn(path.slice(0, path.lastIndexOf('/') + 1), name, checkout);
    return depth === 0 ? STRENGTH.none : tool ? STRENGTH.tool : STRENGTH.folder + depth;
  });
  const strongest = Math.max(STRENGTH.none, ...lies);
  if (strongest > 0) return strongest;
  if (/\s/.test(name) && command.kind === 'program' && command.text.includes(`/${name}/`))
    return STRENGTH.folder;
  return cwd !== null && depthIn(`${cwd}/`, name, checkout) > 0 ? STRENGTH.stands : STRENGTH.none;
}

/** How deep in a folder's path the name is, 0 for not at all. The checkout that the manifest names counts likewise. */
function depthIn(folder: string, name: string, checkout: string | null): number {
  const named = folder
    .split('/')
    .findLastIndex((part) => part !== '' && sameName(part.replace(/\.app$/, ''), name));
  const inside = checkout !== null && folder.startsWith(`${checkout.replace(/\/+$/, '')}/`);
  return Math.max(named, inside ? (checkout?.split('/').length ?? 1) - 1 : 0, 0);
}
