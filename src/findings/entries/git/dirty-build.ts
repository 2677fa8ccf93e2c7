import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { commitFacts } from './commits.ts';

export const dirtyBuild = {
  category: 'git',
  severity: high,
  transient: false,
  hidden_while_down: true,
  rests_on: commitFacts,
  roles: [],
  actions: [],
  title: '{who} runs uncommitted changes',
  titles: '{who} run uncommitted changes',
  facts: ['Reports {actual}'],
  cure: 'Commit what you need, then build from a clean checkout.',
  example: { expected: 'a build of a commit', actual: 'a3f8c21-dirty', evidence: {} },
  docs: {
    brief: 'it was built from uncommitted changes',
    means: [
      'the version says `-dirty`, `-modified` or `.d20240301`: it was built from files that are in',
      'no commit.',
    ],
    likely_cause: 'a manual edit on the build machine.',
    cure: [
      "look at that machine's checkout (`git status`), commit what you need, build from a clean",
      'checkout.',
    ],
    goes_away: 'when a build without `-dirty` runs.',
  },
} satisfies CatalogueEntry;
