import type { Service } from '../../inventory/manifest.ts';
import { baseName } from './base-name.ts';
import { isInterpreter } from './interpreters.ts';
import { byFolder } from './process-match.ts';
import type { ParsedProcess } from './parsed-process.ts';
import { fileNaming, ofPackage, sameName } from './name-matching.ts';

/** A user's home may have the service's name: then everything that the user started has it as working folder. */
const home = /^\/(?:home|Users)\/[^/]+\/?$/;
const runnable = /\.(?:py|pyz|js|mjs|cjs|ts|mts|rb|pl|php|lua|jar|dll)$/;

/**
 * May a process be the service, without proof? Yes if its working folder is the service's, if its name contains the
 * service's, or if a tool of its language runs the service's script. The first is also true of an editor.
 */
export function mayRun(parsed: ParsedProcess, { name, checkout }: Service): boolean {
  const { command } = parsed;
  if (command.kind === 'none') return false;
  const cwd = parsed.cwd !== null && parsed.cwd !== checkout && home.test(parsed.cwd) ? null : parsed.cwd;
  if (byFolder({ ...parsed, cwd }, name, checkout) > 0) return true;
  if (command.kind === 'title')
    return [command.program, command.app].some((each) => each !== null && hasPart(each, name));
  if (command.kind === 'script') return hasPart(baseName(command.path), name);
  if (hasPart(baseName(command.files.at(-1) ?? ''), name)) return true;
  if (sameName(/\[([^\][]{1,200})\]$/.exec(command.text)?.[1] ?? '', name)) return true;
  return runsArgument(parsed, name, checkout);
}

/** `redis-sentinel` may be `sentinel`, and `site-server` `site`: people name a service after a part of its program. */
function hasPart(file: string, name: string): boolean {
  const words = plain(file.replace(/\.\w{1,8}$/, ''));
  return words !== plain(name) && `-${words}-`.includes(`-${plain(name)}-`);
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[_.]/g, '-');
}

/** `python3 -m debugpy … /srv/site/site.py`, `coverage run -m site`: it runs in the tool's own process. */
function runsArgument({ command, paths }: ParsedProcess, name: string, checkout: string | null): boolean {
  if (command.kind !== 'program' || !isInterpreter(baseName(command.files[0] ?? ''))) return false;
  const script = paths.at(-1)?.path ?? '';
  if (command.module === null && runnable.test(script)) return false;
  const words = command.behind.split(/\s+/, 200);
  return words.some((word, at) => {
    if (words[at - 1] === '-m') return ofPackage(word, name);
    if (!runnable.test(word)) return false;
    if (fileNaming(baseName(word), name) !== null) return true;
    const folder = word.slice(0, word.lastIndexOf('/') + 1);
    return (
      folder.split('/').some((part) => part !== '' && sameName(part, name)) ||
      (checkout !== null && folder.startsWith(`${checkout}/`))
    );
  });
}
