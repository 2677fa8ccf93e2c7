import { refusal } from './github-answers.ts';
import type { GitHubAnswer } from './github-answers.ts';

/** What to do instead of answering. Numbers are seconds. */
export type Fault =
  | { kind: 'rate_limit'; resetIn: number }
  | { kind: 'retry_after'; seconds: number }
  /** GraphQL's own account is used up: an error within a 200 */
  | { kind: 'graphql_limit' }
  | { kind: 'status'; status: number; message: string }
  | { kind: 'html' }
  | { kind: 'slow'; ms: number }
  | { kind: 'hang' }
  | { kind: 'reset' };

export function faulty(fault: Exclude<Fault, { kind: 'hang' | 'reset' | 'slow' }>): GitHubAnswer {
  if (fault.kind === 'html') {
    return {
      status: 200,
      body: '<!doctype html><p>Log in to the network',
      headers: { 'content-type': 'text/html' },
    };
  }
  if (fault.kind === 'graphql_limit') {
    const errors = [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded for user ID 1.' }];
    return { status: 200, body: { errors }, headers: { 'x-ratelimit-remaining': '0' } };
  }
  if (fault.kind === 'status') return refusal(fault.status, fault.message);
  if (fault.kind === 'retry_after') {
    const answer = refusal(429, 'You have exceeded a secondary rate limit. Please wait a few minutes.');
    return { ...answer, headers: { 'retry-after': String(fault.seconds) } };
  }
  const reset = String(Math.floor(Date.now() / 1000) + fault.resetIn);
  const answer = refusal(403, 'API rate limit exceeded for user ID 1.');
  return { ...answer, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset } };
}
