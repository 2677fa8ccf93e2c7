import { HttpError } from '../errors.ts';

export const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** The target of a redirect; null if the answer is not one, or leads out of the origin. */
export function redirectWithin(from: URL, status: number, location: string | undefined): URL | null {
  if (!REDIRECTS.has(status) || location === undefined || !URL.canParse(location, from.href)) return null;
  const target = new URL(location, from);
  return target.origin === from.origin ? target : null;
}

/** @param visited every address in order; the last one is not requested any more */
export function tooManyRedirects(visited: URL[]): HttpError {
  const path = visited.map((url) => url.pathname).join(' -> ');
  const message = `more than ${MAX_REDIRECTS} redirects: ${path.slice(0, 300)}`;
  return new HttpError('malformed', 'TOO_MANY_REDIRECTS', message);
}
