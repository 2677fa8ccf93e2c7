import { array, assert, asyncProperty, integer, nat, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlannedCommit } from '../../support/repositories.ts';
import { serveBoth, soon, withoutUrls } from '../../support/clients/repository-clients.ts';
import { rounds } from '../../support/property-time.ts';

describe('GitHub and git', () => {
  it('agree with plain reachability on random histories', async () => {
    const parents = array(tuple(nat(), nat(), integer({ min: 0, max: 5 })), {
      minLength: 3,
      maxLength: 9,
    });
    await assert(
      asyncProperty(parents, async (choices) => {
        const links = choices.map(([one, other, kind], index) => {
          if (index === 0 || kind === 0) return [];
          const pair = [one % index, other % index];
          return kind < 4 || pair[0] === pair[1] ? [pair[0]!] : pair;
        });
        const plans = links.map((link, index): PlannedCommit => ({
          name: `n${index}`,
          branch: index === links.length - 1 ? 'main' : `b${index}`,
          parents: link.map((parent) => `n${parent}`),
          date: Date.parse('2026-03-01T12:00:00Z') + index * 3_600_000,
          message: `n${index}`,
        }));
        const { repository, clients } = await serveBoth(plans);
        const reach = reachable(links);
        const newest = links.length - 1;
        for (const [index] of links.entries()) {
          const ahead = [...reach[index]!].filter((commit) => !reach[newest]!.has(commit)).length;
          const missing = [...reach[newest]!].filter((commit) => !reach[index]!.has(commit));
          const answers = await Promise.all(
            [clients.github, clients.git].map(async ({ client, repo }) => {
              const head = await client.head(repo, 'main', soon());
              return withoutUrls(
                await client.position(repo, 'main', head, repository.shas[`n${index}`]!, soon()),
              );
            }),
          );
          expect(answers[0]).toEqual(answers[1]);
          const state =
            ahead > 0
              ? missing.length > 0
                ? 'diverged'
                : 'ahead'
              : missing.length > 0
                ? 'behind'
                : 'identical';
          const oldest = missing.length > 0 ? { subject: `n${Math.min(...missing)}` } : null;
          expect(answers[0]).toMatchObject({ state, ahead, behind: missing.length, oldest_missing: oldest });
        }
      }),
      { numRuns: rounds(6) },
    );
  });
});

function reachable(links: number[][]): Set<number>[] {
  const sets: Set<number>[] = [];
  for (const [index, link] of links.entries()) {
    sets.push(new Set([index, ...link.flatMap((parent) => [...sets[parent]!])]));
  }
  return sets;
}
