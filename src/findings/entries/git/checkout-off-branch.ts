import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const checkoutOffBranch = {
  category: 'git',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: ['checkout', 'repository'],
  roles: ['cure_interrupts'],
  actions: [],
  title: 'The checkout of {who} is off its branch',
  titles: '{who} have a checkout off its branch',
  facts: ['{checkout}: {actual}', 'Expected {expected}'],
  cure: 'Switch the checkout to {expected} and deploy, or correct `branch`.',
  example: {
    advice: 'Check out main, or merge what is there.',
    expected: 'main',
    actual: 'hotfix/retry',
    evidence: { checkout: '/srv/event-relay', head: 'b9d1e44c0a1b2c3d4e5f60718293a4b5c6d7e8f9' },
  },
  docs: {
    brief: 'the checkout is not on its branch',
    means: "the checkout is on a branch other than the manifest's, or on none.",
    likely_cause: 'somebody tried a branch and left it there; a roll-back by `git checkout SHA`.',
    cure: [
      '`git -C CHECKOUT log -3`, then `git -C CHECKOUT switch main` and deploy; or correct',
      '`branch`.',
    ],
    goes_away: 'when the checkout is on its branch.',
  },
} satisfies CatalogueEntry;
