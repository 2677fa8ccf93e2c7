import { afterRunner, callsTool, inlineCode, isInterpreter, isShell, takesValue } from './interpreters.ts';
import { readTitle } from './process-title.ts';
import { baseName } from './base-name.ts';
import { carriedBy, withoutDrive } from './carriers.ts';
import type { CommandLine } from './parsed-process.ts';

/** Reads ps's flat text: argv joined by spaces. */
export function readCommandLine(command: string): CommandLine {
  const text = command.trim();
  const titled = readTitle(text);
  if (titled) return { kind: 'title', ...titled, text };
  if (text === '' || /^\[[^\]]*\]$/.test(text)) return { kind: 'none', interactive: false };
  const words = carriedBy(
    spaced(text)
      .split(/\s+/)
      .map((word) => word.replaceAll(GLUE, ' ')),
  );
  return isShell(baseName(words[0] ?? '')) ? readShell(words, text) : readProgram(words, text);
}

/** Replaces a blank within a path while the text is split into words. */
const GLUE = '\u0000';

/** The folders of macOS and of Windows that have a blank in their names: flat text does not tell it from the one between two words. */
function spaced(text: string): string {
  return withoutDrive(text, GLUE)
    .replaceAll('/Application Support/', `/Application${GLUE}Support/`)
    .replaceAll(/\/Applications\/[^/]{1,80}\.app\//g, (path) => path.replaceAll(' ', GLUE));
}

function readShell(words: string[], text: string): CommandLine {
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (/^-[A-Za-z]*[cs]/.test(word)) return { kind: 'none', interactive: false };
    if (word === '-o' || word === '+o' || word === '--rcfile' || word === '--init-file') at += 1;
    else if (!/^[-+]/.test(word))
      return { kind: 'script', path: word, behind: words.slice(at + 1).join(' '), text };
  }
  return { kind: 'none', interactive: true };
}

function readProgram(words: string[], text: string): CommandLine {
  const [first = ''] = words;
  const program = (files: string[], next: number, module: string | null = null): CommandLine => {
    return { kind: 'program', files, module, behind: words.slice(next).join(' '), text };
  };
  if (!isInterpreter(baseName(first))) return program([first], 1);
  const language = baseName(first).replace(/[\d.]+$/, '');
  for (let at = afterRunner(language, words); at < words.length; at += 1) {
    const word = words[at] ?? '';
    const next = words[at + 1];
    if (inlineCode.test(word) && !takesValue(language, word))
      return { kind: 'program', files: [first], module: null, behind: '', text: first };
    if (next !== undefined && /^-(?:m|-module)$/.test(word) && /^(?:python|pypy|java)/.test(language))
      return program([first], at + 2, next);
    if (next !== undefined && (word === '-jar' || (word === '-f' && language === 'php')))
      return program([first, next], at + 2);
    if (callsTool(language, word)) return program([first], at);
    if (takesValue(language, word)) at += 1;
    else if (!word.startsWith('-'))
      return language === 'java' ? program([first], at + 1, word) : program([first, word], at + 1);
  }
  return program([first], words.length);
}
