import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** One commit to make. Author and committer are the same, at `date`. */
export type PlannedCommit = {
  /** how later commits and the caller call it */
  name: string;
  /** default: main */
  branch?: string;
  /** names of earlier commits, the first one's files are taken over; default: the branch's tip. []: a new history */
  parents?: string[];
  /** ISO instant or milliseconds since the epoch */
  date: string | number;
  message: string | Buffer;
  /** path -> content, null removes the file; default: a file named after the commit */
  files?: Record<string, string | null>;
  author?: string;
};

export type Repository = {
  /** a bare repository */
  folder: string;
  url: string;
  /** name of a commit -> its full SHA */
  shas: Record<string, string>;
  /** Adds commits; branches move to them. @returns all SHAs so far */
  commit(plans: PlannedCommit[]): Promise<Record<string, string>>;
  /** Runs git in the repository. @returns its output without the last newline. @throws if it fails */
  git(...args: string[]): Promise<string>;
};

const run = promisify(execFile);

/** Makes a real bare repository with these commits. */
export async function createRepository(folder: string, plans: PlannedCommit[] = []): Promise<Repository> {
  await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', '--template=', folder]);
  const shas: Record<string, string> = {};

  async function git(...args: string[]): Promise<string> {
    const answer = await run('git', [`--git-dir=${folder}`, ...args], { maxBuffer: 64 * 1024 * 1024 });
    return answer.stdout.replace(/\n$/, '');
  }

  async function commit(plans: PlannedCommit[]): Promise<Record<string, string>> {
    const branches = await git('for-each-ref', '--format=%(refname)', 'refs/heads');
    const inRepository = new Set(branches.split('\n').filter(Boolean));
    const marks = new Map<string, number>();
    const lines: (string | Buffer)[] = [];
    for (const [index, plan] of plans.entries()) {
      marks.set(plan.name, index + 1);
      lines.push(...instructions(plan, index + 1, (name) => reference(name, marks, shas), inRepository));
    }
    const marksFile = join(folder, 'new-marks');
    const child = spawn(
      'git',
      [`--git-dir=${folder}`, 'fast-import', '--quiet', '--force', `--export-marks=${marksFile}`],
      {
        stdio: ['pipe', 'inherit', 'inherit'],
      },
    );
    child.stdin.end(Buffer.concat(lines.map((line) => Buffer.from(line))));
    const [status] = await once(child, 'close');
    if (status !== 0) throw new Error(`git fast-import ended with ${String(status)}`);
    const made = new Map(
      (await readFile(marksFile, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => readMark(line)),
    );
    await rm(marksFile);
    for (const [name, mark] of marks) shas[name] = made.get(mark)!;
    return shas;
  }

  if (plans.length > 0) await commit(plans);
  return { folder, url: pathToFileURL(folder).href, shas, commit, git };
}

/** git-fast-import(1), INPUT FORMAT */
function instructions(
  plan: PlannedCommit,
  mark: number,
  refer: (name: string) => string,
  inRepository: Set<string>,
): (string | Buffer)[] {
  const ref = `refs/heads/${plan.branch ?? 'main'}`;
  const who = `${plan.author ?? 'Knox <knox@example.org>'} ${Math.floor(new Date(plan.date).getTime() / 1000)} +0000`;
  const message = Buffer.from(plan.message);
  const parents = plan.parents?.map((name) => refer(name)) ?? (inRepository.has(ref) ? [`${ref}^0`] : []);
  // fast-import goes on by itself from a tip that it made, unless the branch is reset
  const start = plan.parents === undefined ? [] : [`reset ${ref}\n`];
  inRepository.delete(ref);
  const links = parents.map((parent, index) => `${index === 0 ? 'from' : 'merge'} ${parent}\n`);
  const files = Object.entries(plan.files ?? { [`${plan.name}.txt`]: `${plan.name}\n` });
  return [
    ...start,
    `commit ${ref}\nmark :${mark}\nauthor ${who}\ncommitter ${who}\ndata ${message.length}\n`,
    message,
    '\n',
    ...links,
    ...files.flatMap(([path, content]) => change(path, content)),
    '\n',
  ];
}

function change(path: string, content: string | null): string[] {
  const quoted = `"${path.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
  if (content === null) return [`D ${quoted}\n`];
  return [`M 100644 inline ${quoted}\ndata ${Buffer.byteLength(content)}\n${content}\n`];
}

function reference(name: string, marks: Map<string, number>, shas: Record<string, string>): string {
  const mark = marks.get(name);
  const found = mark === undefined ? shas[name] : `:${mark}`;
  if (found === undefined) throw new Error(`no earlier commit is called ${name}`);
  return found;
}

function readMark(line: string): [number, string] {
  const [mark = '', sha = ''] = line.split(' ');
  return [Number(mark.slice(1)), sha];
}
