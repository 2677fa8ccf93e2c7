import { RepositoryName } from '../../inventory/fields.ts';
import { redact } from '../../text/redact.ts';

/** A remote as written in a manifest, or why it cannot be. */
export type RemoteReading = { repo: string; problem: null } | { repo: null; problem: string };

/**
 * `owner/repo` of a remote on GitHub, else the address without credentials. ssh's user name stays, since the address
 * means nothing without it; a password or token never does (git-clone(1), GIT URLS).
 */
export function repoOfRemote(origin: string): RemoteReading {
  const text = origin.trim();
  const github =
    /^(?:(?:https?|ssh|git):\/\/)?(?:[^@/\s]*@)?(?:www\.)?(?:ssh\.)?github\.com(?::\d+(?=\/))?[/:]+([A-Za-z0-9][A-Za-z0-9-]*\/[\w.-]+?)(?:\.git)?\/*$/i.exec(
      text,
    )?.[1];
  if (github !== undefined) return accepted(github);
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) {
    if (!URL.canParse(text)) return { repo: null, problem: 'its address cannot be read' };
    const url = new URL(text);
    if (url.protocol === 'file:') return onMachine;
    if (!/^(?:https?|ssh|git):$/.test(url.protocol))
      return { repo: null, problem: 'git would need a helper for its address' };
    const user = url.protocol === 'ssh:' && /^[a-z_][\w.-]{0,31}$/i.test(url.username) ? url.username : '';
    url.password = url.username = url.search = url.hash = '';
    const bare = url.href;
    url.username = user;
    return accepted(url.href, bare);
  }
  // ssh's short form: USER@HOST:PATH, with a colon before the first slash
  if (/^(?:[\w.-]+@)?[\w.-]+:[^\s:?]+$/.test(text)) return accepted(text);
  return onMachine;
}

const onMachine: RemoteReading = {
  repo: null,
  problem: 'it is a path on the machine itself, which the bot cannot fetch from',
};

/** `bare`: without the user that a secret would be looked for in */
function accepted(repo: string, bare = repo): RemoteReading {
  if (redact(bare) !== bare) return { repo: null, problem: 'its address seems to hold a secret' };
  return RepositoryName.safeParse(repo).success
    ? { repo, problem: null }
    : { repo: null, problem: 'its address is not allowed in a manifest' };
}
