import type { Repository } from '../repositories.ts';

// Answers in the shapes of docs.github.com/rest/commits, read from a real bare repository.

export type GitHubAnswer = { status: number; body: unknown; headers?: Record<string, string> };

const DOCUMENTATION = 'https://docs.github.com/rest';

export function refusal(status: number, message: string): GitHubAnswer {
  return { status, body: { message, documentation_url: DOCUMENTATION, status: String(status) } };
}

export const notFound = refusal(404, 'Not Found');

export async function attempt(repository: Repository, ...args: string[]): Promise<string | null> {
  return repository.git(...args).catch(() => null);
}

/** The commit that a ref names, as GitHub resolves it: heads/…, tags/…, a branch, a SHA or the start of one. */
export async function resolveRef(repository: Repository, ref: string): Promise<string | null> {
  const candidates = /^(heads|tags)\//.test(ref) ? [`refs/${ref}`] : [`refs/heads/${ref}`, ref];
  for (const candidate of candidates) {
    if (candidate === ref && !/^[0-9a-f]{4,40}$/i.test(ref)) continue;
    const sha = await attempt(repository, 'rev-parse', '--verify', '--quiet', `${candidate}^{commit}`);
    if (sha) return sha;
  }
  return null;
}

/** One commit as in lists; with `files` as in `GET /commits/{ref}`. */
export async function commitBody(
  repository: Repository,
  name: string,
  sha: string,
  files = false,
): Promise<object> {
  const text = await repository.git('log', '-1', '--format=%P%n%an%n%aI%n%cn%n%cI%n%T%n%B', sha);
  const [parents = '', author, authored, committer, committed, tree, ...message] = text.split('\n');
  const utc = (date = '') => new Date(date).toISOString().replace('.000Z', 'Z');
  const first = parents.split(' ')[0] ?? '';
  return {
    sha,
    node_id: `C_${sha.slice(0, 8)}`,
    commit: {
      author: { name: author, email: 'knox@example.org', date: utc(authored) },
      committer: { name: committer, email: 'knox@example.org', date: utc(committed) },
      message: message.join('\n').replace(/\n+$/, ''),
      tree: { sha: tree },
    },
    html_url: `https://github.com/${name}/commit/${sha}`,
    parents: parents
      .split(' ')
      .filter(Boolean)
      .map((parent) => ({ sha: parent })),
    ...(files ? { files: await changedFiles(repository, first, sha) } : {}),
  };
}

/** GitHub shows renames as one entry, and at most 300. */
async function changedFiles(repository: Repository, from: string, to: string): Promise<object[]> {
  const empty = await repository.git('hash-object', '-t', 'tree', '/dev/null');
  const output = await repository.git('diff-tree', '-r', '-M', '-z', '--name-status', from || empty, to);
  const words = output.split('\0');
  const files: object[] = [];
  while (words.length > 1) {
    const letter = words.shift() ?? '';
    const path = words.shift() ?? '';
    const renamed = letter.startsWith('R');
    const status = renamed ? 'renamed' : ({ A: 'added', D: 'removed' }[letter] ?? 'modified');
    files.push({
      filename: renamed ? words.shift() : path,
      status,
      ...(renamed ? { previous_filename: path } : {}),
    });
  }
  return files.slice(0, 300);
}

export async function commitAnswer(repository: Repository, name: string, ref: string): Promise<GitHubAnswer> {
  const sha = await shaOrRefusal(repository, ref);
  if (typeof sha !== 'string') return sha;
  return { status: 200, body: await commitBody(repository, name, sha, true) };
}

/** The same in the media type `sha`: the SHA alone, which is the ETag too. */
export async function shaAnswer(repository: Repository, ref: string): Promise<GitHubAnswer> {
  const sha = await shaOrRefusal(repository, ref);
  if (typeof sha !== 'string') return sha;
  const contentType = 'application/vnd.github.v3.sha; charset=utf-8';
  return { status: 200, body: sha, headers: { etag: `"${sha}"`, 'content-type': contentType } };
}

async function shaOrRefusal(repository: Repository, ref: string): Promise<string | GitHubAnswer> {
  const sha = await resolveRef(repository, ref);
  if (sha !== null) return sha;
  const isEmpty = (await repository.git('for-each-ref', '--count=1')) === '';
  return isEmpty ? refusal(409, 'Git Repository is empty.') : refusal(422, `No commit found for SHA: ${ref}`);
}

/** `GET /compare/{base}...{head}`: commits oldest first, files on the first page only. */
export async function compareAnswer(
  repository: Repository,
  name: string,
  basehead: string,
  query: URLSearchParams,
): Promise<GitHubAnswer> {
  const [base = '', head = ''] = basehead.split('...');
  // compare takes no shortened SHAs
  const whole = [base, head].filter((sha) => /^[0-9a-f]{40}$/.test(sha));
  const known = await Promise.all(whole.map((sha) => resolveRef(repository, sha)));
  const common =
    known.length < 2 || known.includes(null) ? null : await attempt(repository, 'merge-base', base, head);
  if (!common) return notFound;
  const [behind, ahead] = (
    await repository.git('rev-list', '--left-right', '--count', `${base}...${head}`)
  ).split('\t');
  const list = await repository.git('rev-list', '--reverse', head, `^${base}`);
  const page = Number(query.get('page') ?? 1);
  const size = Number(query.get('per_page') ?? 250);
  const shown = list
    .split('\n')
    .filter(Boolean)
    .slice((page - 1) * size, page * size);
  const [mergeBase = ''] = common.split('\n');
  return {
    status: 200,
    body: {
      html_url: `https://github.com/${name}/compare/${base}...${head}`,
      base_commit: await commitBody(repository, name, base),
      merge_base_commit: await commitBody(repository, name, mergeBase),
      status:
        behind === '0' ? (ahead === '0' ? 'identical' : 'ahead') : ahead === '0' ? 'behind' : 'diverged',
      ahead_by: Number(ahead),
      behind_by: Number(behind),
      total_commits: Number(ahead),
      commits: await Promise.all(shown.map((sha) => commitBody(repository, name, sha))),
      ...(page === 1 ? { files: await changedFiles(repository, mergeBase, head) } : {}),
    },
  };
}

/** `GET /commits?sha=`: newest first, with the pages in a Link header. */
export async function commitsAnswer(repository: Repository, name: string, url: URL): Promise<GitHubAnswer> {
  const sha = await resolveRef(repository, url.searchParams.get('sha') ?? 'heads/main');
  if (sha === null) return notFound;
  const path = url.searchParams.get('path');
  const within = path === null ? [] : ['--', `:(literal)${path}`];
  const list = (await repository.git('rev-list', sha, ...within)).split('\n').filter(Boolean);
  const page = Number(url.searchParams.get('page') ?? 1);
  const size = Number(url.searchParams.get('per_page') ?? 30);
  const last = Math.ceil(list.length / size);
  const shown = list.slice((page - 1) * size, page * size);
  const link = (number: number, rel: string) => {
    const target = new URL(url);
    target.searchParams.set('page', String(number));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links = page < last ? { link: [link(page + 1, 'next'), link(last, 'last')].join(', ') } : {};
  return {
    status: 200,
    body: await Promise.all(shown.map((one) => commitBody(repository, name, one))),
    headers: links,
  };
}

export async function treeAnswer(repository: Repository, tree: string): Promise<GitHubAnswer> {
  const output = await attempt(
    repository,
    'ls-tree',
    '-r',
    '-t',
    '-z',
    '--format=%(objecttype) %(path)',
    tree,
  );
  if (output === null) return notFound;
  const entries = output
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const [type, ...path] = line.split(' ');
      return { path: path.join(' '), type };
    });
  return { status: 200, body: { sha: tree, tree: entries, truncated: false } };
}

/** `GET /rate_limit`, which says of the token what every answer says of it. */
export function rateAnswer(token: { scopes?: string; expires?: string; remaining?: number }): GitHubAnswer {
  const core = { limit: 5000, remaining: token.remaining ?? 4321, reset: 1_774_900_800, used: 0 };
  const { scopes, expires } = token;
  return {
    status: 200,
    body: { resources: { core }, rate: core },
    headers: {
      ...(scopes === undefined ? {} : { 'x-oauth-scopes': scopes }),
      ...(expires === undefined ? {} : { 'github-authentication-token-expiration': expires }),
    },
  };
}
