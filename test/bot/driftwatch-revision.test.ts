import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { driftwatchRevision } from '../../src/bot/driftwatch-revision.ts';
import { headSha } from '../support/builders.ts';
import { testFolder } from '../support/machines/folder.ts';
import { lacks } from '../support/machines/system.ts';

async function aFolder(files: Record<string, string>) {
  const folder = await testFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe("the program's own revision", () => {
  it.each([
    ['what the build of an image wrote', { REVISION: `${headSha}\n` }, headSha],
    ['null for a file that names no commit', { REVISION: '1.4.2\n' }, null],
    ['null for an empty file', { REVISION: '' }, null],
    ['null where nothing tells', {}, null],
  ])('is %s', async (_, files: Record<string, string>, told) => {
    expect(await driftwatchRevision(await aFolder(files))).toBe(told);
  });
});

describe.skipIf(lacks(['git', 'git']))('the revision of a checkout', () => {
  const gitIn = (folder: string) => {
    const options = { cwd: folder, encoding: 'utf8' } as const;
    return (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=k', '-c', 'user.email=k@x', ...args], options).trim();
  };

  it("is its HEAD's, whatever tags it has, and says when files were changed", async () => {
    const folder = await aFolder({ 'bot.ts': 'one' });
    const git = gitIn(folder);
    git('init', '-q');
    expect(await driftwatchRevision(folder)).toBeNull();
    git('add', '.');
    git('commit', '-q', '-m', 'one');
    git('tag', 'v1');
    const head = git('rev-parse', 'HEAD');
    expect(await driftwatchRevision(folder)).toBe(head);
    writeFileSync(join(folder, 'REVISION'), headSha);
    expect(await driftwatchRevision(folder)).toBe(head);
    writeFileSync(join(folder, 'bot.ts'), 'two');
    expect(await driftwatchRevision(folder)).toBe(`${head}-dirty`);
  });

  it('is told of a checkout that another user owns too, however its path is written', async () => {
    const folder = await aFolder({});
    const git = gitIn(folder);
    git('init', '-q');
    git('commit', '-q', '--allow-empty', '-m', 'one');
    const head = git('rev-parse', 'HEAD');
    vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(() => git('rev-parse', 'HEAD')).toThrow('dubious ownership');
    expect(await driftwatchRevision(`${folder}/`)).toBe(head);
  });

  it('is not that of a repository around the program', async () => {
    const around = await aFolder({});
    const git = gitIn(around);
    git('init', '-q');
    git('commit', '-q', '--allow-empty', '-m', 'one');
    mkdirSync(join(around, 'program'));
    expect(await driftwatchRevision(around)).toBe(git('rev-parse', 'HEAD'));
    expect(await driftwatchRevision(join(around, 'program'))).toBeNull();
  });
});
