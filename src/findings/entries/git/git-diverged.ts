import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { commitFacts, exampleCommits } from './commits.ts';

export const gitDiverged = {
  category: 'git',
  severity: high,
  transient: false,
  hidden_while_down: true,
  rests_on: commitFacts,
  roles: ['undeployed', 'cure_interrupts'],
  actions: [],
  title: '{who} and its branch have diverged',
  titles: '{who} have diverged from their branch',
  facts: [
    'Its own commits: {commits_ahead}; missing: {commits_behind}',
    'Runs {actual}; the branch is at {expected}',
  ],
  cure: 'Save its own commits, then deploy the branch.',
  example: exampleCommits,
  docs: {
    brief: 'it has diverged from its branch',
    means: 'it runs commits that the branch lacks, and lacks commits that the branch has.',
    likely_cause: 'a hotfix next to main; a force-push after the deployment.',
    cure: [
      '`git log --left-right RUNNING...origin/main`; save what only one side has, then deploy the',
      'branch.',
    ],
    goes_away: "when the branch's head runs.",
  },
} satisfies CatalogueEntry;
