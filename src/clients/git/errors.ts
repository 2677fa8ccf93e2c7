import { RepositoryError } from '../errors.ts';
import { withoutPassword } from './remote.ts';
import type { GitRemote } from './remote.ts';
import { repositoryHost } from '../../text/same-repository.ts';
import { plainLine } from '../../text/plain-text.ts';

type Sign = { code: string; text: RegExp; kind: RepositoryError['kind']; says: string; cure: string | null };

// Messages of git and ssh with LC_ALL=C. The first match counts.
const SIGNS: Sign[] = [
  {
    code: 'GIT_HOST_KEY',
    text: /Host key verification failed|HOST IDENTIFICATION HAS CHANGED/i,
    kind: 'denied',
    says: 'the host key is not in known_hosts, or differs from the one there',
    cure: 'pin it with ssh-keyscan after checking its fingerprint',
  },
  {
    code: 'GIT_ACCESS',
    text: /Permission denied \(|Authentication failed|could not read (Username|Password)|prompts disabled|returned error: 40[13]\b|HTTP Basic: Access denied/i,
    kind: 'denied',
    says: 'access was refused',
    cure: 'give the user that runs Driftwatch a key or credentials that may read it',
  },
  {
    code: 'GIT_OWNER',
    text: /dubious ownership|Permission denied|insufficient permission/i,
    kind: 'denied',
    says: 'the user that runs Driftwatch may not read it',
    cure: null,
  },
  {
    code: 'GIT_NOT_FOUND',
    text: /does not appear to be a git repository|not a git repository|repository.*not found|returned error: 404\b|project you were looking for/i,
    kind: 'unreachable',
    says: 'there is no repository, or it is not visible to the user that runs Driftwatch',
    cure: null,
  },
  {
    code: 'GIT_TRANSPORT',
    text: /transport '.*' not allowed|strange (hostname|pathname)/i,
    kind: 'malformed',
    says: 'git refuses to connect there',
    cure: null,
  },
  {
    code: 'GIT_NETWORK',
    text: /Could not resolve host|Connection (refused|timed out|reset|closed)|No route to host|Network is unreachable|unable to access|Could not read from remote|early EOF|hung up|RPC failed|remote error/i,
    kind: 'unreachable',
    says: 'it could not be reached',
    cure: null,
  },
];

/**
 * What a failed fetch means.
 * @returns null if the remote is not known to be the problem: then our own copy is suspect
 */
export function remoteFailure(remote: GitRemote, stderr: string): RepositoryError | null {
  const sign = SIGNS.find(({ text }) => text.test(stderr));
  if (!sign) return null;
  const what = `${remote.name}: ${sign.says}`;
  const said = `(${lastWords(stderr)})`;
  return new RepositoryError(
    sign.kind,
    sign.cure === null ? `${what} ${said}` : { what, cure: `${sign.cure} ${said}` },
    {
      code: `${sign.code} ${repositoryHost(remote.url) ?? ''}`.trim(),
      unnamed: sign.cure === null ? `${sign.says} ${said}` : sign.says,
    },
  );
}

/** Did a fetch of one commit fail because the remote has no such commit, or does not serve it? */
export function isUnknownObject(stderr: string): boolean {
  return /not our ref|unadvertised object|couldn't find remote ref|no such remote ref/i.test(stderr);
}

/** The most useful line of git's error output, for people. */
export function lastWords(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const said = lines.find((line) => /^(fatal|error|ssh|remote)\b/.test(line)) ?? lines.at(-1) ?? 'no message';
  return plainLine(withoutPassword(said)).slice(0, 300);
}
