import { z } from 'zod';
import { RepositoryError } from '../errors.ts';
import type { GitHubAccess } from './access.ts';
import { failureOf } from './errors.ts';
import { createSingleFlight } from '../single-flight.ts';

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
  /** it names what it asks about by whole SHAs alone, so that an answer once given holds for ever */
  immutable?: boolean;
};

/** @returns null for a status of `noneOn`. @throws RepositoryError */
export type Ask = <Value>(
  question: Question<Value>,
  deadline: AbortSignal,
) => Promise<{ value: Value; lastPage: number | null } | null>;

/** Asks GitHub's REST API, with ETags, and one request for all who ask the same at the same time. */
export function createAsk({ octokit: load, cache, checkLimit, refused }: GitHubAccess): Ask {
  const share = createSingleFlight('GitHub');

  async function request<Value>(question: Question<Value>, signal: AbortSignal): Promise<unknown> {
    const { path, owner, repo, parameters, schema } = question;
    const octokit = await load();
    const { url } = octokit.request.endpoint(`GET ${path}`, { owner, repo, ...parameters });
    const found = Kept.safeParse(await cache.get(url));
    // one that an older version kept may lack what is read now
    const kept = found.success && schema.safeParse(found.data.body).success ? found.data : null;
    if (kept && question.immutable === true) return kept;
    checkLimit();
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
        const what = `${new URL(url).host} did not answer as GitHub's API does`;
        throw new RepositoryError(
          'malformed',
          { what: `${what} for ${owner}/${repo}`, cure: 'check GITHUB_API_URL' },
          { code: 'GITHUB_NOT_ITS_API', unnamed: what },
        );
      }
      const fresh = { body: body.data, last_page: lastPageOf(answer.headers.link) };
      const { etag } = answer.headers;
      if (etag !== undefined) await cache.set(url, { ...fresh, etag });
      return fresh;
    } catch (error) {
      const status = failureOf(error)?.status;
      if (status === 304 && kept) return kept;
      if (status !== undefined && question.noneOn?.includes(status)) return null;
      throw refused(error, `${owner}/${repo}`, question.permission);
    }
  }

  return async function ask(question, deadline) {
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
