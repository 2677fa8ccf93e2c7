/** A title that a process gave itself: who, and the application that it says it serves. */
export type Title = { program: string; app: string | null; behind: string };

/** setproctitle's usual form: `nginx: master process`, `postgres: shiva trades [local] idle`. */
const named = /^([^\s:[\]]+):\s(.*)$/s;
/** celery's: `[celeryd: shiva@host:MainProcess] -active- (-A shiva worker)`. A kernel thread has no `@`. */
const node = /^\[([\w.-]+): ([^\s@\]]+)@[^\]]*\](.*)$/s;
/** `puma 6.4.0 (tcp://0.0.0.0:3000) [shiva]`, `sidekiq 7.1.2 shiva [0 of 5 busy]`: a name, its version, and what it serves. */
const versioned = /^([\w-]+) v?\d+(?:\.\d+)+ (?:\([^)]*\) \[([^\]:]+)\]|([\w.-]+) \[[^\]]*\])/;
/** A status before the title, as airflow has it: `[ready] gunicorn: worker [site]`. */
const status = /^\[[\w -]{1,20}\] (?=\S+: )/;
/** gunicorn and puma put the application's name in brackets at the end: `gunicorn: master [shiva]`. */
const bracketed = /\[([^\][:]+)(?::[^\][]*)?\]$/;

/** @returns null for an ordinary command line */
export function readTitle(text: string): Title | null {
  const ofNode = node.exec(text);
  if (ofNode?.[1] !== undefined && ofNode[2] !== undefined)
    return { program: ofNode[1], app: ofNode[2], behind: ofNode[3] ?? '' };
  const ofVersion = versioned.exec(text);
  if (ofVersion?.[1] !== undefined)
    return { program: ofVersion[1], app: ofVersion[2] ?? ofVersion[3] ?? null, behind: '' };
  const [, program, rest = ''] = named.exec(text.replace(status, '')) ?? [];
  if (program === undefined) return null;
  const behind = rest.trim();
  const name = program.slice(program.lastIndexOf('/') + 1).replace(/^-/, '');
  return { program: name, app: bracketed.exec(behind)?.[1] ?? null, behind };
}
