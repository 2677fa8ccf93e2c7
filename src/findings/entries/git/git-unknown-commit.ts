import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { commitFacts, exampleCommits } from './commits.ts';

export const gitUnknownCommit = {
  category: 'git',
  severity: high,
  transient: false,
  hidden_while_down: true,
  rests_on: commitFacts,
  roles: ['undeployed', 'cure_interrupts'],
  actions: [],
  title: '{who} runs an unknown commit',
  titles: '{who} run unknown commits',
  facts: ['Runs {actual}, which the repository lacks', 'The branch is at {expected}'],
  cure: 'Find who built it, get it pushed, then deploy.',
  example: { ...exampleCommits, evidence: { head: exampleCommits.evidence.head } },
  docs: {
    brief: 'it runs a commit that the repository lacks',
    means: 'the repository does not know the commit that the service says it runs.',
    likely_cause:
      'built from a commit that nobody pushed; rewritten history; `repo` names another repository.',
    cure: [
      'find who built it and ask them to push it (`git branch -a --contains RUNNING` on their',
      'machine), then deploy from the branch.',
    ],
    goes_away: 'when the commit is found in the repository, or another one runs.',
  },
} satisfies CatalogueEntry;
