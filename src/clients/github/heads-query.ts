import { z } from 'zod';
import { isoInstant } from '../../time/instant.ts';
import { Sha } from './answers.ts';
import { subjectOf } from '../../text/plain-text.ts';
import type { Commit } from '../../facts/release.ts';

/** A branch of a repository of GitHub's. */
export type Tip = { owner: string; repo: string; branch: string };

/**
 * The head of each branch in one GraphQL query, an alias a branch (docs.github.com/graphql/reference/objects#repository).
 * Names travel as variables, so that none of them is ever read as GraphQL.
 */
export function headsQuery(tips: readonly Tip[]): { query: string; variables: Record<string, string> } {
  const variables: Record<string, string> = {};
  const parameters: string[] = [];
  const aliases = tips.map(({ owner, repo, branch }, index) => {
    Object.assign(variables, {
      [`owner${index}`]: owner,
      [`repo${index}`]: repo,
      [`ref${index}`]: `refs/heads/${branch}`,
    });
    parameters.push(`$owner${index}: String!, $repo${index}: String!, $ref${index}: String!`);
    return `r${index}: repository(owner: $owner${index}, name: $repo${index}) { ref(qualifiedName: $ref${index}) { target { ...head } } }`;
  });
  const query = `query heads(${parameters.join(', ')}) {
${aliases.join('\n')}
}
fragment head on Commit { oid committedDate message url }`;
  return { query, variables };
}

const Head = z.object({
  ref: z.object({
    target: z.object({
      oid: Sha,
      committedDate: z.string().refine((date) => !Number.isNaN(Date.parse(date))),
      message: z.string(),
      url: z.url({ protocol: /^https?$/ }),
    }),
  }),
});

/**
 * What the answer says about each branch, in order. Null for one that it says nothing good of, whatever the reason: who
 * requests that one alone gets the reason.
 */
export function headsIn(data: unknown, count: number): (Commit | null)[] {
  const { data: answers = {} } = z.record(z.string(), z.unknown()).safeParse(data);
  return Array.from({ length: count }, (_, index) => {
    const { data: head } = Head.safeParse(answers[`r${index}`]);
    if (!head) return null;
    const { oid, committedDate, message, url } = head.ref.target;
    return { sha: oid, date: isoInstant(committedDate), subject: subjectOf(message), url };
  });
}
