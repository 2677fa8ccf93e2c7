import { z } from 'zod';
import { isoInstant } from '../../time/instant.ts';
import { RepositoryError } from '../errors.ts';
import { plainLine } from '../../text/plain-text.ts';

/** A failed answer, or none: octokit gives a failed connection status 500 and no response. */
const Failure = z.object({
  status: z.number(),
  message: z.string(),
  response: z.object({ headers: z.record(z.string(), z.unknown()) }).optional(),
});
export type Failure = z.infer<typeof Failure>;

/** @returns null if what was thrown is not octokit's */
export function failureOf(error: unknown): Failure | null {
  return error instanceof Error ? (Failure.safeParse(error).data ?? null) : null;
}

/**
 * When the rate limit in this answer ends, in ms since the epoch; null if it has none. As
 * docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api says: retry-after, else the reset, else a minute.
 */
export function limitedUntil(failure: Failure, now: number): number | null {
  if (failure.status !== 403 && failure.status !== 429) return null;
  const headers = failure.response?.headers ?? {};
  const wait = Number(headers['retry-after']);
  if (wait > 0) return now + wait * 1000;
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] === '0' && reset > 0) return reset * 1000;
  return failure.status === 429 || /rate limit/i.test(failure.message) ? now + 60_000 : null;
}

/** seconds that are worth waiting for a limit to end */
export const SHORT_WAIT = 2;

/** Is it worth asking again: an error of the server or of the connection, or a limit that ends at once? */
export function isShort(failure: Failure, now: number): boolean {
  const until = limitedUntil(failure, now);
  return until === null ? failure.status >= 500 : until <= now + SHORT_WAIT * 1000;
}

export function limitError(until: number, hasToken: boolean): RepositoryError {
  const cure = hasToken ? null : 'set GITHUB_TOKEN, which allows 5000 requests an hour instead of 60';
  const at = isoInstant(until).replace(/\.\d+Z$/, 'Z');
  const what = `GitHub's rate limit is used up, resets at ${at}`;
  return new RepositoryError('denied', { what, cure }, { code: 'GITHUB_LIMIT' });
}

/** Is a permission missing? For a private repository the answer may be 404. */
export function isRefusal({ status, response }: Failure): boolean {
  return response !== undefined && (status === 403 || status === 404);
}

/** The error for workflow runs that may not be read, although the contents may. */
export function actionsError(failure: Failure, repo: string): RepositoryError {
  const said = plainLine(failure.message).slice(0, 300);
  return new RepositoryError('unsupported', {
    what: `GitHub shows no workflow runs of ${repo}`,
    cure: `give GITHUB_TOKEN read access to its actions (${said})`,
  });
}

/** What a failed request about `repo` means for people. */
export function errorOf(failure: Failure, repo: string, hasToken: boolean): RepositoryError {
  const said = plainLine(failure.message).slice(0, 300);
  const { status } = failure;
  const code = `GITHUB_${status}`;
  if (failure.response === undefined) {
    return new RepositoryError('unreachable', `GitHub could not be reached for ${repo}: ${said}`, {
      code: 'GITHUB_UNREACHABLE',
      unnamed: `GitHub could not be reached: ${said}`,
    });
  }
  if (status === 401) {
    const cure = `renew GITHUB_TOKEN (${said})`;
    return new RepositoryError('denied', { what: 'GitHub refuses the token', cure }, { code });
  }
  if (status === 404) {
    const cure = hasToken
      ? 'check the name, and that GITHUB_TOKEN may read its contents'
      : 'check the name; a private repository needs GITHUB_TOKEN';
    const what = `${repo} does not exist on GitHub or is not visible`;
    return new RepositoryError('denied', { what, cure }, { code });
  }
  if (status === 403 || status === 410 || status === 451) {
    const cure = `give GITHUB_TOKEN read access to its contents (${said})`;
    return new RepositoryError('denied', { what: `GitHub refuses ${repo}`, cure }, { code });
  }
  if (status === 409) return new RepositoryError('malformed', `${repo} is an empty repository (${said})`);
  const kind = status >= 500 ? 'unreachable' : 'malformed';
  return new RepositoryError(kind, `GitHub answered ${status} for ${repo} (${said})`, {
    code,
    unnamed: `GitHub answered ${status} (${said})`,
  });
}
