import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RepositoryError } from '../errors.ts';

export type GitRemote = {
  /** what is passed to git */
  url: string;
  /** for people: without a password */
  name: string;
  /** the path, if it is on this machine */
  path: string | null;
};

const SCHEMES = /^(file|git|https?|ssh|git\+ssh|ssh\+git):$/;
// git-fetch(1), GIT URLS: scp-like only where no slash precedes the first colon
const SCP_LIKE = /^(?:[^@/:]+@)?(\[[^\]/]+\]|[^/:]+):.+$/;

/**
 * A remote that git may use: a path, an address of a plain transport, or scp-like `user@host:path`.
 * @throws RepositoryError `malformed` for remote helpers (`ext::` runs a command), options and control characters
 */
export function gitRemote(repo: string): GitRemote {
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(repo)) throw refused('holds a control character');
  if (repo.trim() === '') throw refused('is empty');
  if (repo.startsWith('-')) throw refused('starts with a dash, which git would take as an option');
  if (/^[^/:]*::/.test(repo)) throw refused('names a remote helper, which may run a command');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(repo)) return addressed(repo);
  const host = SCP_LIKE.exec(repo)?.[1];
  if (host === undefined) return { url: resolve(repo), name: repo, path: resolve(repo) };
  if (/(^|@)-/.test(repo.slice(0, repo.indexOf(':')))) throw refused('names a host that starts with a dash');
  return { url: repo, name: repo, path: null };
}

function addressed(repo: string): GitRemote {
  const url = URL.parse(repo);
  if (url === null) throw refused('is not a valid address');
  if (!SCHEMES.test(url.protocol)) throw refused(`uses ${url.protocol}//, which is not supported`);
  if (url.protocol === 'file:') return { url: repo, name: repo, path: pathOf(url) };
  if (url.hostname === '') throw refused('names no host');
  if (`${url.hostname} ${url.username}`.split(' ').some((part) => decodeURIComponent(part).startsWith('-'))) {
    throw refused('names a host or user that starts with a dash');
  }
  return { url: repo, name: withoutPassword(repo), path: null };
}

/** The text with user and password of every address in it left out. */
export function withoutPassword(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/)[^/\s]*@/gi, '$1');
}

function pathOf(url: URL): string {
  try {
    return fileURLToPath(url);
  } catch {
    throw refused('is not a path on this machine');
  }
}

function refused(why: string): RepositoryError {
  return new RepositoryError('malformed', {
    what: `the repository's address ${why}`,
    cure: 'write a path, https://, ssh:// or user@host:path',
  });
}
