import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { commitFacts } from './commits.ts';

export const versionMismatch = {
  category: 'git',
  severity: high,
  transient: false,
  hidden_while_down: true,
  rests_on: commitFacts,
  roles: ['undeployed', 'cure_interrupts'],
  actions: [],
  title: '{who} reports conflicting commits',
  titles: '{who} report conflicting commits',
  facts: [
    '{commits.0.source}: {commits.0.sha}',
    '{commits.1.source}: {commits.1.sha}',
    '{commits.2.source}: {commits.2.sha}',
  ],
  cure: 'Find out which commit runs, then deploy the branch without the build cache.',
  example: {
    advice: 'Deploy main again.',
    expected: 'one commit, from every source',
    actual: null,
    evidence: {
      commits: [
        { source: '/health says', sha: 'a3f8c21d9e0b4f6a7c8d1e2f3a4b5c6d7e8f9a0b' },
        { source: 'its image was built from', sha: 'b9d1e44c0a1b2c3d4e5f60718293a4b5c6d7e8f9' },
      ],
    },
  },
  docs: {
    brief: 'health, image and checkout disagree',
    means: [
      "the health answer, the image's label and the checkout (or its file `REVISION`) name",
      'different commits.',
    ],
    likely_cause: [
      'the build took a label or a version from the cache. Or a checkout is mounted over the',
      "image's code, or another process answers on the port.",
    ],
    cure: 'compare all three with the running process, then deploy again with `--no-cache`.',
    goes_away: 'when they agree.',
  },
} satisfies CatalogueEntry;
