import { createHash } from 'node:crypto';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { RepositoryError } from './errors.ts';
import { actionsError, errorOf, failureOf, isRefusal, limitError, limitedUntil } from './github-errors.ts';
import { createSharing } from './sharing.ts';

export type GitHubOptions = {
  /** null: public repositories only, at 60 requests an hour */
  token: string | null;
  /** `https://api.github.com`, or a GitHub Enterprise server's `/api/v3` */
  baseUrl: string;
  /** answers with their ETags, so that asking again costs no rate; a Keyv fits */
  cache: AnswerCache;
};

export type AnswerCache = {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, ttlMs: number): Promise<unknown>;
};

/** `last_page` is what the Link header says, null without one. */
const Answer = z.object({ body: z.unknown(), last_page: z.int().nullable() });
const Kept = Answer.extend({ etag: z.string() });

export type Question<Value> = {
  /** such as `/repos/{owner}/{repo}/commits/{ref}` */
  path: string;
  owner: string;
  repo: string;
  parameters: Record<string, string | number>;
  schema: z.ZodType<Value>;
  /** statuses that mean "there is none" */
  noneOn?: number[];
  /** what the token has to be allowed to read besides the contents */
  permission?: 'actions';
};

/** @returns null for a status of `noneOn`. @throws RepositoryError */
export type Ask = <Value>(
  question: Question<Value>,
  deadline: AbortSignal,
) => Promise<{ value: Value; lastPage: number | null } | null>;

const KEPT_FOR = 30 * 86_400_000;
/** seconds that are worth waiting for a limit to end */
const SHORT_WAIT = 2;
const Client = Octokit.plugin(throttling, retry);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** Asks GitHub, with ETags, bounded retries, and one request for all who ask the same at the same time. */
export function createGitHubRequests({ token, baseUrl, cache }: GitHubOptions): Ask {
  const who = createHash('sha256').update(`${baseUrl} ${token}`).digest('hex').slice(0, 16);
  const share = createSharing('GitHub');
  const worthWaiting = (seconds: number, _options: unknown, _octokit: unknown, tries: number) =>
    seconds <= SHORT_WAIT && tries === 0;
  const octokit = new Client({
    ...(token === null ? {} : { auth: token }),
    baseUrl: baseUrl.replace(/\/+$/, ''),
    log: quiet,
    request: { log: quiet },
    throttle: { id: who, onRateLimit: worthWaiting, onSecondaryRateLimit: worthWaiting },
    retry: {
      retries: 2,
      retryAfterBaseValue: 250,
      doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
    },
  });
  let limit = 0;

  async function request<Value>(question: Question<Value>, signal: AbortSignal): Promise<unknown> {
    const { path, owner, repo, parameters, schema } = question;
    const { url } = octokit.request.endpoint(`GET ${path}`, { owner, repo, ...parameters });
    const key = `${who}:${url}`;
    const found = Kept.safeParse(await cache.get(key).catch(() => null));
    // one that an older version kept may lack what is read now
    const kept = found.success && schema.safeParse(found.data.body).success ? found.data : null;
    try {
      const answer = await octokit.request(`GET ${path}`, {
        owner,
        repo,
        ...parameters,
        headers: { 'x-github-api-version': '2022-11-28', ...(kept ? { 'if-none-match': kept.etag } : {}) },
        request: { signal },
      });
      const body = schema.safeParse(answer.data);
      if (!body.success) {
        throw new RepositoryError(
          'malformed',
          `${new URL(url).host} did not answer as GitHub's API does for ${owner}/${repo}: check GITHUB_API_URL`,
        );
      }
      const fresh = { body: body.data, last_page: lastPageOf(answer.headers.link) };
      const { etag } = answer.headers;
      if (etag !== undefined) await cache.set(key, { ...fresh, etag }, KEPT_FOR).catch(() => null);
      return fresh;
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null) throw error;
      if (failure.status === 304 && kept) return kept;
      if (question.noneOn?.includes(failure.status)) return null;
      const until = limitedUntil(failure, Date.now());
      if (until === null && question.permission === 'actions' && isRefusal(failure))
        throw actionsError(failure, `${owner}/${repo}`);
      if (until === null) throw errorOf(failure, `${owner}/${repo}`, token !== null);
      limit = Math.max(limit, until);
      throw limitError(limit, token !== null);
    }
  }

  return async function ask(question, deadline) {
    // GitHub bans those who go on asking
    if (Date.now() < limit) throw limitError(limit, token !== null);
    const { path, owner, repo, parameters } = question;
    const key = JSON.stringify([path, owner, repo, parameters]);
    const answer = await share(key, deadline, (signal) => request(question, signal));
    if (answer === null) return null;
    const { body, last_page } = Answer.parse(answer);
    return { value: question.schema.parse(body), lastPage: last_page };
  };
}

/** The page number of `rel="last"` (RFC 8288). */
function lastPageOf(link: string | undefined): number | null {
  const page = /<[^>]*[?&]page=(\d+)[^>]*>;\s*rel="last"/.exec(link ?? '')?.[1];
  return page === undefined ? null : Number(page);
}
