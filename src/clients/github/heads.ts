import { z } from 'zod';
import type { GitHubAccess } from './access.ts';
import { Sha } from './answers.ts';
import { failureOf, isShort } from './errors.ts';
import { headsIn, headsQuery } from './heads-query.ts';
import type { Tip } from './heads-query.ts';
import type { Commit } from '../../facts/release.ts';
import { createSemaphore } from '../../async/semaphore.ts';

/** The heads of the branches that were requested together. */
export type Heads = {
  /** null for one that could not be had together with the others */
  of(tip: Tip): Promise<Commit | null>;
  /** Is this still the branch's head? Costs no rate if it is. False also where nobody can tell. */
  isStill(tip: Tip, commit: Commit, signal: AbortSignal): Promise<boolean>;
};

const KnownHead = z.object({
  commit: z.object({ sha: Sha, date: z.string(), subject: z.string(), url: z.string().nullable() }),
  etag: z.string(),
});
type KnownHead = z.infer<typeof KnownHead>;
const KnownHeads = z.record(z.string(), KnownHead);

/** GitHub answers some hundred of such small questions within its 10 s; fewer at a time lose less when one fails. */
const BATCH = 50;
/** octokit sends at most ten at a time, and hundreds that wait there block everything else */
const AT_A_TIME = 10;
const DOCUMENT = 'heads';
const RateLimited = z.object({ response: z.object({ headers: z.record(z.string(), z.unknown()) }) });
const Partial = z.object({ name: z.literal('GraphqlResponseError'), data: z.unknown() });

/**
 * Reads many heads with few requests and little of the rate limit. A known head is requested with its SHA as the ETag
 * (docs.github.com/rest/commits/commits#get-a-commit, media type `sha`): the 304 costs no rate. Those that are not
 * known or have moved are requested by GraphQL, 50 a request. What is refused is left to the request for that one alone.
 */
export function createHeads(access: GitHubAccess): (tips: readonly Tip[], deadline: AbortSignal) => Heads {
  let known: Map<string, KnownHead> | null = null;
  let silentUntil = 0;

  async function load(): Promise<Map<string, KnownHead>> {
    const { data = {} } = KnownHeads.safeParse(await access.cache.get(DOCUMENT));
    known ??= new Map(Object.entries(data));
    return known;
  }

  async function ask(tips: readonly Tip[], signal: AbortSignal): Promise<Map<string, Commit>> {
    const memory = known ?? (await load());
    const found = new Map<string, Commit>();
    let changed = false;
    const slots = createSemaphore(AT_A_TIME);
    const moved = await Promise.all(
      tips.map(async (tip) => {
        const kept = memory.get(keyOf(tip));
        if (!kept) return [tip];
        const leave = await slots.enter(signal);
        const now = leave && (await stillOf(access, tip, kept, signal).finally(leave));
        if (now === null) return [];
        if (now.sha !== kept.commit.sha) return [tip];
        found.set(keyOf(tip), kept.commit);
        changed ||= now.etag !== kept.etag;
        memory.set(keyOf(tip), { ...kept, etag: now.etag });
        return [];
      }),
    );
    for (const batch of batchesOf(moved.flat())) {
      const commits = await readBatch(batch, signal);
      for (const [index, commit] of commits.entries()) {
        const tip = batch[index];
        if (!tip || !commit) continue;
        found.set(keyOf(tip), commit);
        memory.set(keyOf(tip), { commit, etag: etagOf(commit) });
        changed = true;
      }
    }
    if (changed) await access.cache.set(DOCUMENT, Object.fromEntries(memory));
    return found;
  }

  async function readBatch(batch: readonly Tip[], signal: AbortSignal): Promise<(Commit | null)[]> {
    const { query, variables } = headsQuery(batch);
    if (Date.now() < silentUntil) return [];
    try {
      access.checkLimit();
      const { graphql } = await access.octokit();
      return headsIn(await graphql(query, { ...variables, request: { signal } }), batch.length);
    } catch (error) {
      const partial = Partial.safeParse(error);
      if (partial.success) return headsIn(partial.data.data, batch.length);
      // GraphQL's rate is another than REST's, which may have some left. Its end comes as an error within a 200.
      if (failureOf(error)) access.refused(error, 'the repositories');
      else silentUntil = limitedGraphQl(error, Date.now());
      return [];
    }
  }

  return (tips, deadline) => {
    const asked = new Map(tips.map((tip) => [keyOf(tip), tip]));
    const answers = ask([...asked.values()], deadline).catch(() => new Map<string, Commit>());
    return {
      of: async (tip) => (await answers).get(keyOf(tip)) ?? null,
      async isStill(tip, commit, signal) {
        const etag = known?.get(keyOf(tip))?.etag ?? etagOf(commit);
        return (await stillOf(access, tip, { commit, etag }, signal))?.sha === commit.sha;
      },
    };
  };
}

/** What GitHub documents for the media type `sha`; where it sends another, that one counts from then on. */
function etagOf({ sha }: Pick<Commit, 'sha'>): string {
  return `"${sha}"`;
}

/**
 * The SHA that the branch has now, with the ETag for the next time. Asked without octokit's limiters, which cost more
 * than the request itself; with them only where that fails for a moment.
 * @returns null where that was refused
 */
async function stillOf(
  { octokit, checkLimit, refused }: GitHubAccess,
  { owner, repo, branch }: Tip,
  { commit, etag }: KnownHead,
  signal: AbortSignal,
): Promise<{ sha: string; etag: string } | null> {
  const { once, request } = await octokit();
  for (const send of [once, request]) {
    try {
      checkLimit();
      const answer = await send('GET /repos/{owner}/{repo}/commits/{ref}', {
        owner,
        repo,
        ref: `heads/${branch}`,
        mediaType: { format: 'sha' },
        headers: { 'x-github-api-version': '2022-11-28', 'if-none-match': etag },
        request: { signal },
      });
      const { data: sha } = Sha.safeParse(answer.data);
      return sha === undefined ? null : { sha, etag: answer.headers.etag ?? etagOf({ sha }) };
    } catch (error) {
      const failure = failureOf(error);
      if (failure?.status === 304) return { sha: commit.sha, etag };
      if (send === once && failure && isShort(failure, Date.now())) continue;
      refused(error, `${owner}/${repo}`);
      return null;
    }
  }
  return null;
}

/** When GraphQL may be asked again, ms since the epoch. */
function limitedGraphQl(error: unknown, now: number): number {
  const reset = Number(RateLimited.safeParse(error).data?.response.headers['x-ratelimit-reset']);
  return reset > 0 ? reset * 1000 : now + 60_000;
}

function batchesOf(tips: readonly Tip[]): Tip[][] {
  const count = Math.ceil(tips.length / BATCH);
  return Array.from({ length: count }, (_, index) => tips.slice(index * BATCH, (index + 1) * BATCH));
}

/** GitHub's names are the same in any case, branches are not. */
function keyOf({ owner, repo, branch }: Tip): string {
  return `${owner}/${repo}`.toLowerCase() + `#${branch}`;
}
