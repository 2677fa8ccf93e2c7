// How the interpreters' own command lines are read: which word is the script, and which belongs to an option before it.

const shells = new Set('sh bash dash zsh ash ksh mksh fish csh tcsh rbash pwsh'.split(' '));
const interpreter =
  /^(?:python|pypy|node|nodejs|deno|bun|ruby|jruby|perl|php|lua|luajit|java|dotnet|mono|tsx|ts-node|Rscript|julia)[\d.]*$/i;

/** What follows is program text, not the name of a program. */
export const inlineCode = /^(?:-[A-Za-z]{0,3}[ce]|-p|-r|--eval|--print)$/;

/** Options that take the next word, from the manual of each; those that are written `--option=value` need no line. */
const values: Record<string, RegExp> = {
  node: /^(?:-r|--require|--import|--loader|--experimental-loader|-C|--conditions|--env-file|--title|--inspect-port|--watch-path|--icu-data-dir|--openssl-config)$/,
  python: /^(?:-[WX]|--check-hash-based-pycs)$/,
  java: /^(?:-cp|-classpath|--class-path|-p|--module-path|--add-modules|--add-opens|--add-exports|--add-reads|--upgrade-module-path)$/,
  ruby: /^-[ICErx]$/,
  perl: /^-[IMm]$/,
  php: /^-[cdtSz]$/,
  lua: /^-l$/,
  deno: /^(?:-c|--config|--import-map|-L|--log-level|--cert|--lock|--location)$/,
  bun: /^(?:-r|--preload|--cwd|-c|--config|--env-file)$/,
  dotnet: /^(?:--runtimeconfig|--depsfile|--additionalprobingpath|--roll-forward|--fx-version|--project)$/,
  julia: /^-[pLJ]$/,
  tsx: /^(?:--tsconfig|--import|-r|--require|--env-file)$/,
  'ts-node': /^(?:-P|--project|-r|--require|-O|--compiler-options)$/,
};

const aliases: Record<string, string> = { nodejs: 'node', pypy: 'python', jruby: 'ruby', luajit: 'lua' };

/** Words between the interpreter and its script that name neither: `deno run main.ts`, `dotnet exec Api.dll`. */
const runners: Record<string, RegExp> = {
  deno: /^(?:run|serve|task)$/,
  bun: /^(?:run|x)$/,
  dotnet: /^(?:exec|run|watch)$/,
  tsx: /^watch$/,
};

/** A first look, which costs little: every shell's name ends with these two letters. */
export function mayNameShell(text: string): boolean {
  return /sh(?:\s|$)/.test(text);
}

export function isShell(program: string): boolean {
  return shells.has(program);
}

export function isInterpreter(program: string): boolean {
  return interpreter.test(program);
}

/** Where the words behind the interpreter's own subcommand begin. */
export function afterRunner(language: string, words: readonly string[]): number {
  return runners[language]?.test(words[1] ?? '') === true ? 2 : 1;
}

/** A tool of the interpreter's own, which works on what is named behind it: `node --test`, `bun install`, `dotnet build`. */
export function callsTool(language: string, word: string): boolean {
  if (/^(?:node|nodejs)$/.test(language)) return word === '--test' || word === '--check';
  return /^(?:deno|bun|dotnet)$/.test(language) && /^[a-z][a-z-]*$/.test(word);
}

export function takesValue(language: string, word: string): boolean {
  return values[aliases[language] ?? language]?.test(word) === true;
}
