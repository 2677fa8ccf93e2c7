import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { SHORT_WAIT } from './errors.ts';

export type GitHubRequests = {
  request: Octokit['request'];
  graphql: Octokit['graphql'];
  /** Neither waits nor tries again. */
  once: Octokit['request'];
};

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
  const common = {
    ...(token === null ? {} : { auth: token }),
    baseUrl: baseUrl.replace(/\/+$/, ''),
    log: quiet,
    request: { log: quiet },
  };
  const { request, graphql } = new Client({
    ...common,
    throttle: { id, onRateLimit: worthWaiting, onSecondaryRateLimit: worthWaiting },
    retry: {
      retries: 2,
      retryAfterBaseValue: 250,
      doNotRetry: [400, 401, 403, 404, 409, 410, 422, 429, 451],
    },
  });
  return { request, graphql, once: new Octokit(common).request };
}
