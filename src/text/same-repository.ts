/**
 * Do two texts name one repository? Any form of address: `owner/repo`, https, ssh, `git@host:owner/repo`, with `.git`,
 * credentials, a port, a page below it, or other capitals. A bare `owner/repo` is that of any host.
 */
export function sameRepository(one: string, other: string): boolean {
  const [first, second] = [placeOf(one), placeOf(other)];
  if (first === null || second === null || first.path !== second.path) return false;
  return first.host === null || second.host === null || first.host === second.host;
}

/** The host that an address of a repository names, in small letters; null for `owner/repo` and for a path. */
export function repositoryHost(repo: string): string | null {
  return placeOf(repo)?.host || null;
}

type Place = { host: string | null; path: string };

const LONGEST = 500;

function placeOf(text: string): Place | null {
  const address = text
    .slice(0, LONGEST)
    .trim()
    .replace(/^git\+/, '')
    .replace(/[?#].*$/, '');
  const [, host, path = ''] =
    /^(?:(?:https?|ssh|git|ssh\+git):\/\/)(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.*)$/i.exec(address) ??
      /^(?:[^@/:]+@)([^/:]+):(.*)$/.exec(address) ??
      /^((?:[a-z0-9-]+\.)+[a-z]+)\/(.*\/.*)$/i.exec(address) ?? [
        null,
        undefined,
        address.replace(/^file:\/\//, ''),
      ];
  const isBare = host === undefined && /^[^/]+\/[^/]+$/.test(path);
  if (host === undefined && !isBare && !path.startsWith('/')) return null;
  const plain = path
    .toLowerCase()
    // the pages of GitHub, GitLab and Gitea below a repository
    .replace(/\/(?:-\/)?(?:tree|blob|commit|commits|src|releases)\/.*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  const inside = host === undefined && !isBare ? plain : plain.replace(/^\/+/, '');
  if (inside === '') return null;
  return {
    host: host === undefined ? (isBare ? null : '') : host.toLowerCase().replace(/^www\./, ''),
    path: inside,
  };
}
