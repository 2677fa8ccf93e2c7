import { attempt, notFound } from './github-answers.ts';
import type { GitHubAnswer } from './github-answers.ts';
import type { Repository } from '../repositories.ts';

/** docs.github.com/rest/repos/contents: a file with its content, over 1 MB without; a folder as a list; else a type. */
export async function contentsAnswer(
  repository: Repository,
  path: string,
  ref: string,
): Promise<GitHubAnswer> {
  const row = (await attempt(repository, 'ls-tree', ref, '--', path)) ?? '';
  const [, mode, type, sha = ''] = /^(\d+) (\w+) (\w+)\t/.exec(row) ?? [];
  if (type === undefined) return notFound;
  if (type === 'tree') return { status: 200, body: [{ type: 'file', name: 'x' }] };
  if (mode === '120000' || type === 'commit')
    return { status: 200, body: { type: mode === '120000' ? 'symlink' : 'submodule', sha } };
  const content = await repository.git('cat-file', 'blob', sha);
  const size = Number(await repository.git('cat-file', '-s', sha));
  const bytes = Buffer.from(content.length < size ? `${content}\n` : content);
  const large = size > 1024 * 1024;
  const encoded = bytes.toString('base64').replace(/.{60}/g, '$&\n');
  return {
    status: 200,
    body: {
      type: 'file',
      encoding: large ? 'none' : 'base64',
      size,
      path,
      sha,
      content: large ? '' : `${encoded}\n`,
    },
  };
}
