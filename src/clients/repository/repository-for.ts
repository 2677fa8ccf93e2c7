import type { RepositoryClient } from './repository.ts';

const PUBLIC_API = 'https://api.github.com';
// An owner has letters, digits and inner dashes (managed users an underscore); a repository also has dots.
const NAME = /^([A-Za-z0-9][A-Za-z0-9_-]*)\/([A-Za-z0-9._-]+)$/;
const GITHUB =
  /^(?:(?:https?|git):\/\/(?:www\.)?github\.com\/|(?:ssh:\/\/)?git@github\.com[:/]|(?:www\.)?github\.com\/)(.+)$/i;

/**
 * `owner/repo` of a repository on GitHub, from that form itself or, as `urls` allows, from github.com's addresses.
 * @returns null for everything else, which git reads
 */
export function githubName(repo: string, urls = true): string | null {
  const rest = urls ? (GITHUB.exec(repo)?.[1] ?? repo) : repo;
  const [, owner, name = ''] = NAME.exec(rest.replace(/\/$/, '')) ?? [];
  const bare = name.replace(/\.git$/, '');
  return owner === undefined || bare === '' || bare === '.' || bare === '..' ? null : `${owner}/${bare}`;
}

/** The web address of a repository; null if it is not on github.com. */
export function githubPage(repo: string, githubApiUrl: string): string | null {
  const name = isPublic(githubApiUrl) ? githubName(repo) : null;
  return name === null ? null : `https://github.com/${name}`;
}

function isPublic(githubApiUrl: string): boolean {
  return githubApiUrl.replace(/\/+$/, '') === PUBLIC_API;
}

/**
 * One client for every `repo` of a manifest. `owner/repo` is on the server that `githubApiUrl` names, which
 * answers for github.com's addresses only if it is GitHub's own; git reads the rest.
 */
export function createRepositoryClient(clients: {
  github: RepositoryClient;
  git: RepositoryClient;
  githubApiUrl: string;
}): RepositoryClient {
  const urls = isPublic(clients.githubApiUrl);
  const choose = (repo: string) => {
    const name = githubName(repo, urls);
    return name === null ? { client: clients.git, repo } : { client: clients.github, repo: name };
  };
  const client: RepositoryClient = {
    head(repo, branch, deadline, running) {
      const chosen = choose(repo);
      return chosen.client.head(chosen.repo, branch, deadline, running);
    },
    position(repo, branch, head, revision, deadline, paths) {
      const chosen = choose(repo);
      return chosen.client.position(chosen.repo, branch, head, revision, deadline, paths);
    },
    fileDigest(repo, path, head, deadline) {
      const chosen = choose(repo);
      return chosen.client.fileDigest(chosen.repo, path, head, deadline);
    },
    async touching(repo, head, paths, deadline) {
      const chosen = choose(repo);
      return (await chosen.client.touching?.(chosen.repo, head, paths, deadline)) ?? null;
    },
    async tag(repo, name, deadline) {
      const chosen = choose(repo);
      return (await chosen.client.tag?.(chosen.repo, name, deadline)) ?? null;
    },
    async lastGoodRun(repo, branch, deadline) {
      const chosen = choose(repo);
      return (await chosen.client.lastGoodRun?.(chosen.repo, branch, deadline)) ?? null;
    },
    forAudit(branches, deadline) {
      const own = branches.flatMap(({ repo, branch }) => {
        const name = githubName(repo, urls);
        return name === null ? [] : [{ repo: name, branch }];
      });
      const github = clients.github.forAudit?.(own, deadline);
      return github ? createRepositoryClient({ ...clients, github }) : client;
    },
  };
  return client;
}
