import { createHash } from 'node:crypto';
import { actionsError, errorOf, failureOf, isRefusal, limitError, limitedUntil } from './errors.ts';
import type { GitHubRequests } from './octokit.ts';

export type GitHubOptions = {
  /** null: public repositories only, at 60 requests an hour */
  token: string | null;
  /** `https://api.github.com`, or a GitHub Enterprise server's `/api/v3` */
  baseUrl: string;
  /** answers with their ETags, so that a repeated request does not count; a Keyv fits */
  cache: AnswerCache;
};

export type AnswerCache = {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, ttlMs: number): Promise<unknown>;
};

/** One token at one server, with the limit that all its requests share. */
export type GitHubAccess = {
  /** Loaded with the first request: a fleet may have no repository on GitHub. */
  octokit: () => Promise<GitHubRequests>;
  hasToken: boolean;
  /** One for each token and server, since answers depend on the token. Never throws: without a cache everything is requested again. */
  cache: { get(key: string): Promise<unknown>; set(key: string, value: unknown): Promise<void> };
  /** @throws RepositoryError while GitHub asks to wait: it bans clients that continue */
  checkLimit: () => void;
  /** Translates octokit's error, which may be the rate limit. @param repo null: not about a single one */
  refused: (error: unknown, repo: string, permission?: 'actions') => unknown;
};

const KEPT_FOR = 30 * 86_400_000;
export function createGitHubAccess({ token, baseUrl, cache }: GitHubOptions): GitHubAccess {
  const who = createHash('sha256').update(`${baseUrl} ${token}`).digest('hex').slice(0, 16);
  const hasToken = token !== null;
  let loaded: Promise<GitHubRequests> | null = null;
  const load = async () => (await import('./octokit.ts')).createOctokit({ token, baseUrl, id: who });
  let limit = 0;
  return {
    octokit: () => (loaded ??= load()),
    hasToken,
    cache: {
      get: async (key) => await cache.get(`${who}:${key}`).catch(() => null),
      async set(key, value) {
        await cache.set(`${who}:${key}`, value, KEPT_FOR).catch(() => null);
      },
    },
    checkLimit() {
      if (Date.now() < limit) throw limitError(limit, hasToken);
    },
    refused(error, repo, permission) {
      const failure = failureOf(error);
      if (failure === null) return error;
      const until = limitedUntil(failure, Date.now());
      if (until === null && permission === 'actions' && isRefusal(failure))
        return actionsError(failure, repo);
      if (until === null) return errorOf(failure, repo, hasToken);
      limit = Math.max(limit, until);
      return limitError(limit, hasToken);
    },
  };
}
