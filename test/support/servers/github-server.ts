import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import {
  commitAnswer,
  commitBody,
  commitsAnswer,
  compareAnswer,
  notFound,
  rateAnswer,
  refusal,
  shaAnswer,
  resolveRef,
  treeAnswer,
} from './github-answers.ts';
import { contentsAnswer } from './github-contents.ts';
import type { GitHubAnswer } from './github-answers.ts';
import { faulty } from './github-faults.ts';
import type { Fault } from './github-faults.ts';
import { graphqlAnswer } from './github-graphql.ts';
import { matchingRefsAnswer } from './github-refs.ts';
import { runsAnswer } from './github-runs.ts';
import type { WorkflowRunEntry } from './github-runs.ts';
import type { Repository } from '../repositories.ts';

export type GitHubServer = {
  url: string;
  /** every request so far, in order */
  requests: { path: string; status: number }[];
  /** what has been charged so far, by GitHub's two accounts: an unchanged answer costs nothing */
  charged: { core: number; graphql: number };
  /** `owner/repo` -> what is served; may be changed at any time */
  repositories: Map<string, Repository>;
  /** old `owner/repo` -> new one */
  renamed: Map<string, string>;
  /** `owner/repo` -> its workflow runs, newest first */
  runs: Map<string, WorkflowRunEntry[]>;
  /** tokens that may see the repositories; empty: they are public */
  tokens: Set<string>;
  /** what GET /rate_limit says of the token, as headers and as requests left */
  token: { scopes?: string; expires?: string; remaining?: number };
  /** asked before every answer; `nth` counts the requests to that path from 1 */
  fault: (path: string, nth: number) => Fault | null;
  /** open connections with a request on them */
  connections(): number;
  close(): Promise<void>;
};

/** GitHub's REST API on loopback, over real bare repositories: ETags, rate headers, paging, error shapes. */
export async function startGitHubServer(
  repositories: Record<string, Repository> = {},
): Promise<GitHubServer> {
  let waiting = 0;
  const visits = new Map<string, number>();
  const server = createServer((request, response) => {
    waiting += 1;
    response.on('close', () => (waiting -= 1));
    void serve(request, response).catch((error: unknown) => response.writeHead(599).end(String(error)));
  });
  const github: GitHubServer = {
    url: '',
    requests: [],
    charged: { core: 0, graphql: 0 },
    repositories: new Map(Object.entries(repositories)),
    renamed: new Map(),
    runs: new Map(),
    tokens: new Set(),
    token: {},
    fault: () => null,
    connections: () => waiting,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', github.url);
    const nth = (visits.get(url.pathname) ?? 0) + 1;
    visits.set(url.pathname, nth);
    const record = (status: number) => github.requests.push({ path: request.url ?? '/', status });
    const fault = github.fault(url.pathname, nth);
    if (fault?.kind === 'hang') return void record(0);
    if (fault?.kind === 'reset') return void (record(0), request.socket.destroy());
    if (fault?.kind === 'slow') await pause(fault.ms);
    const answer = fault && fault.kind !== 'slow' ? faulty(fault) : await route(github, url, request);
    const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    const tag = createHash('sha256')
      .update(body)
      .update(request.headers.authorization ?? '')
      .digest('hex');
    const etag = answer.headers?.['etag'] ?? `W/"${tag}"`;
    const unchanged = answer.status === 200 && request.headers['if-none-match'] === etag;
    const account = request.method === 'POST' ? 'graphql' : 'core';
    if (!unchanged) github.charged[account] += 1;
    const status = unchanged ? 304 : answer.status;
    record(status);
    response.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': String(5000 - github.charged[account]),
      'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3600),
      'x-ratelimit-resource': account,
      'x-github-request-id': 'ABCD:1:2:3:4',
      ...(answer.status === 200 && account === 'core'
        ? { etag, 'cache-control': 'private, max-age=60, s-maxage=60' }
        : {}),
      ...answer.headers,
    });
    response.end(unchanged ? '' : body);
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  github.url = `http://127.0.0.1:${address.port}`;
  return github;
}

async function route(github: GitHubServer, url: URL, request: IncomingMessage): Promise<GitHubAnswer> {
  const { authorization = '', accept = '' } = request.headers;
  const token = /^(?:token|bearer) (.+)$/i.exec(authorization)?.[1];
  if (github.tokens.size > 0 && token !== undefined && !github.tokens.has(token)) {
    return refusal(401, 'Bad credentials');
  }
  // GitHub Enterprise has both APIs below /api, REST as v3.
  const path = url.pathname.replace(/^\/api\/(?:v3(?=\/)|(?=graphql$))/, '/').replace('//', '/');
  if (request.method === 'POST' && path === '/graphql') {
    if (token === undefined) return refusal(401, 'This endpoint requires you to be authenticated.');
    return graphqlAnswer(await text(request), (name) => visible(github, name));
  }
  if (path === '/rate_limit') return rateAnswer(github.token);
  const segments = path.split('/').slice(1).map(decodeURIComponent);
  const [kind, owner, second, ...rest] = segments;
  // a renamed repository is answered by its number
  const names = [...github.repositories.keys()];
  const asked = kind === 'repositories' ? names[Number(owner) - 1] : `${owner}/${second}`;
  const renamed = github.renamed.get(asked ?? '');
  if (renamed !== undefined) {
    const location = `${github.url}/repositories/${names.indexOf(renamed) + 1}/${path.split('/').slice(4).join('/')}${url.search}`;
    return { status: 301, body: { message: 'Moved Permanently', url: location }, headers: { location } };
  }
  const repository = github.repositories.get(asked ?? '');
  if (asked === undefined || repository === undefined || (github.tokens.size > 0 && token === undefined))
    return notFound;
  if (kind === 'repos' && rest.join('/') === 'actions/runs')
    return runsAnswer(github.runs.get(asked) ?? [], url.searchParams);
  const about = kind === 'repositories' ? [second, ...rest] : rest;
  if (accept.endsWith('.sha')) return shaAnswer(repository, about.slice(1).join('/'));
  return answerAbout(repository, asked, about, url);
}

/** GraphQL follows a renamed repository. */
function visible(github: GitHubServer, asked: string): { name: string; repository: Repository } | null {
  const name = github.renamed.get(asked) ?? asked;
  const repository = github.repositories.get(name);
  return repository ? { name, repository } : null;
}

async function answerAbout(
  repository: Repository,
  name: string,
  [what, ...rest]: (string | undefined)[],
  url: URL,
): Promise<GitHubAnswer> {
  const argument = rest.join('/');
  if (what === undefined || what === '')
    return { status: 200, body: { full_name: name, default_branch: 'main' } };
  if (what === 'commits' && argument === '') return commitsAnswer(repository, name, url);
  if (what === 'commits') return commitAnswer(repository, name, argument);
  if (what === 'compare') return compareAnswer(repository, name, argument, url.searchParams);
  if (what === 'contents') return contentsAnswer(repository, argument, url.searchParams.get('ref') ?? 'main');
  if (what === 'git' && rest[0] === 'matching-refs')
    return matchingRefsAnswer(repository, rest.slice(1).join('/'));
  if (what === 'git' && rest[0] === 'trees') return treeAnswer(repository, rest[1] ?? '');
  if (what !== 'branches') return notFound;
  const sha = await resolveRef(repository, `heads/${argument}`);
  if (sha === null) return refusal(404, 'Branch not found');
  return { status: 200, body: { name: argument, commit: await commitBody(repository, name, sha) } };
}
