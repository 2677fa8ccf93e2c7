import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf } from '../../src/text/error-code.ts';
import { UserError } from '../../src/text/user-error.ts';

/** One commit of a demo repository: the day it was made, the file it touches, the message. */
export type DemoCommit = { day: string; file: string; message: string };

/** Makes a real git repository in `folder`. @returns the commits' SHAs, oldest first. @throws UserError where git is missing */
export function createDemoRepository(folder: string, commits: DemoCommit[]): string[] {
  mkdirSync(folder, { recursive: true });
  const git = (args: string[], day = '2026-03-01') =>
    execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Knox',
        GIT_AUTHOR_EMAIL: 'knox@example.invalid',
        GIT_COMMITTER_NAME: 'Knox',
        GIT_COMMITTER_EMAIL: 'knox@example.invalid',
        GIT_AUTHOR_DATE: `${day}T18:00:00Z`,
        GIT_COMMITTER_DATE: `${day}T18:00:00Z`,
      },
    }).trim();
  try {
    git(['init', '-q', '-b', 'main']);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new UserError('The demo needs git, for its repositories: install it.');
  }
  return commits.map(({ day, file, message }) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `# ${message}\n`);
    git(['add', '--', file]);
    git(['commit', '-q', '-m', message], day);
    return git(['rev-parse', 'HEAD']);
  });
}
