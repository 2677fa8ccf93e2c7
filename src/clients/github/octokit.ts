import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';

export type GitHubRequests = InstanceType<typeof Client>;

/** seconds that are worth waiting for a limit to end */
const SHORT_WAIT = 2;
const Client = Octokit.plugin(throttling, retry);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** Sends the requests, and waits where GitHub says so. @param options `id`: who shares a limit */
export function createOctokit(options: {
  token: string | null;
  baseUrl: string;
  id: string;
}): GitHubRequests {
  const { token, baseUrl, id } = options;
  const worthWaiting = (seconds: number, _options: unknown, _octokit: unknown, tries: number) =>
    seconds <= SHORT_WAIT && tries === 0;
  return new Client({
    ...(token === null ? {} : { auth: token }),
    baseUrl: baseUrl.replace(/\/+$/, ''),
    log: quiet,
    request: { log: quiet },
    throttle: { id, onRateLimit: worthWaiting, onSecondaryRateLimit: worthWaiting },
    retry: {
      retries: 2,
      retryAfterBaseValue: 250,
      doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
    },
  });
}
