/** A parsed command line, as far as ps's flat text (argv joined by spaces) allows. */
export type CommandLine =
  /** interactive shells, `sh -c …`, kernel threads: never an instance of anything */
  | { kind: 'none'; interactive: boolean }
  /** a shell that runs a script file. `behind`: the arguments after it */
  | { kind: 'script'; path: string; behind: string; text: string }
  /** a title that the process gave itself (setproctitle): `gunicorn: master [shiva]` */
  | { kind: 'title'; program: string; app: string | null; behind: string; text: string }
  /**
   * Anything else. `files`: what runs, as paths: the program, and the script if the program is an interpreter.
   * `module`: what an interpreter runs by name (`-m shiva.main`, a class of Java). `behind`: the arguments of all that.
   */
  | { kind: 'program'; files: string[]; module: string | null; behind: string; text: string };

/** What a process shows about itself, parsed once for all services. */
export type ParsedProcess = {
  command: CommandLine;
  /** program and script as paths: absolute if its working folder is known */
  paths: { path: string; tool: boolean }[];
  /** the module that it serves or runs */
  module: string | null;
  cwd: string | null;
  /** the text for a quick first search: most processes match no service */
  plain: string;
};

/**
 * How surely a process is a service's, from what it shows. Where several services match one, the strongest has it: a
 * declared `process` (the longer the stronger), then the program's, script's or module's own name, a word right behind
 * a script (`manage.py worker`), a folder on its path (the deeper the stronger). Below that it takes more than the
 * command line: a tool that is in its folder, or has it as working folder. Any other word is a mention, never an instance.
 */
export type Matcher = (parsed: ParsedProcess) => number;
