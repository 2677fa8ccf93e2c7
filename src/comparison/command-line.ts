import { isShell, isTool } from './mention-tools.ts';

/** What a command line says of the process, as far as ps's flat text (argv joined by spaces) lets one tell. */
export type CommandLine =
  /** interactive shells, `sh -c …`, kernel threads: never an instance of anything */
  | { kind: 'none' }
  /** an editor, a pager, a wrapper, another's session …: `text` merely mentions what it names */
  | { kind: 'tool'; program: string; text: string }
  /** a shell that runs a script file */
  | { kind: 'script'; path: string; text: string }
  /** a title that the process gave itself (setproctitle): `gunicorn: master [shiva]` */
  | { kind: 'title'; program: string; app: string | null; text: string }
  /** anything else. `files`: what runs, as paths: the program, and the script if the program is an interpreter */
  | { kind: 'program'; files: string[]; text: string };

/** Longer command lines are judged by their beginning. */
const LONGEST = 8192;
const interpreter =
  /^(?:python|pypy|node|nodejs|deno|bun|ruby|perl|php|lua|java|dotnet|tsx|ts-node|Rscript|julia)[\d.]*$/i;
/** What follows is program text, not the name of a program. */
const inlineCode = /^(?:-[A-Za-z]{0,3}[ce]|-p|--eval|--print)$/;
const title = /^([^\s:]+):\s(.*)$/s;
/** They put the name of an account into their titles: `postgres: shiva trades [local] idle`, `sshd: shiva@pts/0`. */
const accountTitles = new Set(
  'postgres postmaster pgbouncer sshd sshd-session imap imap-login pop3 smbd vsftpd proftpd ftpd mariadbd mysqld cron crond CRON'.split(
    ' ',
  ),
);

export function readCommandLine(command: string): CommandLine {
  const text = command.slice(0, LONGEST).trim();
  if (text === '' || /^\[[^\]]*\]$/.test(text)) return { kind: 'none' };
  const titled = title.exec(text);
  if (titled?.[1] !== undefined) return readTitle(baseName(titled[1]), titled[2] ?? '', text);
  const words = withoutBusybox(text.split(/\s+/));
  const program = baseName(words[0] ?? '');
  if (isShell(program)) return readShell(words);
  if (isTool(program)) return { kind: 'tool', program, text };
  return readProgram(words, text);
}

/** Last component of a path, without the dash of a login shell. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/^-/, '');
}

function readTitle(program: string, rest: string, text: string): CommandLine {
  if (isTool(program) || accountTitles.has(program)) return { kind: 'tool', program, text };
  // gunicorn and puma put the application's name in brackets at the end: `gunicorn: master [shiva]`.
  return { kind: 'title', program, app: /\[([^\][:]+)(?::[^\][]*)?\]$/.exec(rest)?.[1] ?? null, text };
}

function readShell(words: string[]): CommandLine {
  for (let at = 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (/^-[A-Za-z]*[cs]/.test(word)) return { kind: 'none' };
    if (word === '-o' || word === '+o' || word === '--rcfile' || word === '--init-file') at += 1;
    else if (!/^[-+]/.test(word)) return { kind: 'script', path: word, text: words.slice(at).join(' ') };
  }
  return { kind: 'none' };
}

function readProgram(words: string[], text: string): CommandLine {
  const [first = '', ...rest] = words;
  if (!interpreter.test(baseName(first))) return { kind: 'program', files: [first], text };
  const at = rest.findIndex((word) => !word.startsWith('-') || inlineCode.test(word));
  if (inlineCode.test(rest[at] ?? '')) return { kind: 'program', files: [first], text: first };
  const named = rest.findIndex((word) => word === '-m' || word === '-jar');
  const script = rest[named === -1 ? at : named + 1];
  if (script === undefined) return { kind: 'program', files: [first], text };
  const program = baseName(script);
  // Driftwatch's own command line names services as options.
  const own = /\bmain\.ts (?:audit|dupes|doctor|discover)\b/.test(text);
  if (isTool(program) || own) return { kind: 'tool', program, text };
  return { kind: 'program', files: [first, script], text };
}

function withoutBusybox(words: string[]): string[] {
  const first = baseName(words[0] ?? '');
  return (first === 'busybox' || first === 'toybox') && words.length > 1 ? words.slice(1) : words;
}
