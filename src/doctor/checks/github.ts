import { z } from 'zod';
import { HttpError } from '../../clients/errors.ts';
import { call } from '../../clients/http/call.ts';
import type { CallAnswer } from '../../clients/http/call.ts';
import { githubName } from '../../clients/repository/repository-for.ts';
import { minute } from '../advice.ts';
import type { Check, DoctorContext } from '../check.ts';
import { broken, ok, skipped, warning } from '../result.ts';
import type { Line } from '../result.ts';

const DEADLINE_MS = 10_000;
const SOON_MS = 14 * 86_400_000;
/** one repository costs an audit about 5 requests if everything is new */
const FEW = 100;
const NEW_TOKEN =
  'Make a fine-grained token with read access to Contents, Actions and Metadata of the repositories (https://github.com/settings/personal-access-tokens) and set GITHUB_TOKEN.';

/** docs.github.com/rest/rate-limit: this request does not count */
const Rates = z.object({
  resources: z.object({ core: z.object({ limit: z.int(), remaining: z.int(), reset: z.int() }) }),
});

/** The token is valid, stays so for a while, and has no more rights than needed. */
export const github: Check = {
  name: 'github',
  atStart: true,
  async examine(context) {
    const { env, now } = context;
    if (env.githubToken === null && !namesGitHub(context))
      return [skipped('GITHUB_TOKEN', 'no repository of the manifest is on GitHub')];
    const authorization = env.githubToken === null ? {} : { authorization: `Bearer ${env.githubToken}` };
    try {
      const answer = await call(`${env.githubApiUrl}/rate_limit`, {
        headers: { ...authorization, accept: 'application/vnd.github+json' },
        timeoutMs: DEADLINE_MS,
        maxBytes: 100_000,
      });
      if (answer.status === 401) {
        return [
          broken('GITHUB_TOKEN', 'GitHub does not accept it: it has expired or was revoked', NEW_TOKEN),
        ];
      }
      const token = env.githubToken === null ? [] : tokenLines(answer.headers, now());
      return [...token, rateLine(answer, env.githubToken !== null)];
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      const cure = 'Check the network, and GITHUB_API_URL if it is set.';
      return [broken('GITHUB_API_URL', `GitHub cannot be reached (${error.message})`, cure)];
    }
  },
};

function namesGitHub({ manifest, env }: DoctorContext): boolean {
  if (manifest.problems !== null) return false;
  const isPublic = env.githubApiUrl === 'https://api.github.com';
  return manifest.manifest.services.some(({ repo }) => repo !== null && githubName(repo, isPublic) !== null);
}

function tokenLines(headers: Record<string, string>, now: number): Line[] {
  return [
    ...expiryLines(headers['github-authentication-token-expiration'], now),
    ...scopeLines(headers['x-oauth-scopes']),
  ];
}

/** `2026-05-01 12:00:00 UTC`, or with an offset instead of UTC; absent for a token that does not expire. */
function expiryLines(header: string | undefined, now: number): Line[] {
  const [, day, time, zone = 'UTC'] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?: (\S+))?$/.exec(header ?? '') ?? [];
  const end = Date.parse(`${day}T${time}${zone === 'UTC' ? 'Z' : zone}`);
  if (Number.isNaN(end)) return [ok('GITHUB_TOKEN', 'GitHub accepts it')];
  if (end - now > SOON_MS) return [ok('GITHUB_TOKEN', `GitHub accepts it until ${minute(end)}`)];
  const days = Math.max(0, Math.floor((end - now) / 86_400_000));
  return [warning('GITHUB_TOKEN', `it expires in ${days} days, at ${minute(end)}`, NEW_TOKEN)];
}

/** Only a classic token lists its scopes; the repositories check shows a fine-grained token's rights. */
function scopeLines(header: string | undefined): Line[] {
  const scopes = (header ?? '')
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
  const needless = scopes.filter((scope) => !/^(?:read:|public_repo$|repo:status$)/.test(scope));
  if (needless.length === 0) return [];
  return [
    warning(
      'GITHUB_TOKEN',
      `it is a classic token that may do more than read (${needless.join(', ')})`,
      NEW_TOKEN,
    ),
  ];
}

function rateLine({ status, text }: CallAnswer, hasToken: boolean): Line {
  // a self-hosted server may have no limits, and then answers 404
  if (status === 404) return ok('GitHub rate', 'the server sets no limit');
  const rates = parsed(text);
  if (status !== 200 || !rates) {
    const detail = `the address is not a GitHub API (HTTP ${status})`;
    return broken(
      'GITHUB_API_URL',
      detail,
      'Correct it: the address of GitHub Enterprise Server ends in /api/v3.',
    );
  }
  const { limit, remaining, reset } = rates.resources.core;
  const detail = `${remaining} of ${limit} requests left, reset at ${minute(reset * 1000)}`;
  const cure = hasToken
    ? 'Wait until then, or find what else uses this token.'
    : 'Set GITHUB_TOKEN: 5000 requests an hour.';
  if (remaining === 0) return broken('GitHub rate', detail, cure);
  return remaining < Math.min(FEW, limit / 5)
    ? warning('GitHub rate', detail, cure)
    : ok('GitHub rate', detail);
}

function parsed(text: string): z.infer<typeof Rates> | null {
  try {
    return Rates.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
