import type { GitHubAnswer } from './github-answers.ts';
import type { Repository } from '../repositories.ts';

/** `GET /git/matching-refs/{ref}`: every ref that begins so. */
export async function matchingRefsAnswer(repository: Repository, start: string): Promise<GitHubAnswer> {
  const refs = (
    await repository.git('for-each-ref', '--format=%(refname) %(objecttype) %(objectname)')
  ).split('\n');
  const body = refs
    .map((line) => line.split(' '))
    .filter(([ref]) => ref?.startsWith(`refs/${start}`))
    .map(([ref, type, sha]) => ({ ref, object: { type, sha } }));
  return { status: 200, body };
}
