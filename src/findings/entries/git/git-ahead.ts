import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { commitFacts, exampleCommits } from './commits.ts';

export const gitAhead = {
  category: 'git',
  severity: high,
  transient: false,
  hidden_while_down: true,
  rests_on: commitFacts,
  roles: ['undeployed', 'cure_interrupts'],
  actions: [],
  title: '{who} runs commits its branch lacks',
  titles: '{who} run commits their branch lacks',
  facts: ['Commits not on the branch: {commits_ahead}', 'Runs {actual}; the branch is at {expected}'],
  cure: 'Merge what runs, or deploy the branch.',
  example: exampleCommits,
  docs: {
    brief: 'it runs commits that its branch lacks',
    means: 'it runs commits that its branch does not have.',
    likely_cause: [
      "a hotfix deployed from a working branch; you deploy another branch than the manifest's",
      '`branch`.',
    ],
    cure: 'merge what runs, deploy the branch, or correct `branch`.',
    goes_away: 'when the branch contains the running commit.',
  },
} satisfies CatalogueEntry;
