import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const checkoutDirty = {
  category: 'git',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: ['checkout'],
  roles: [],
  actions: [],
  title: 'Files of {who} were edited in place',
  titles: '{who} had files edited in place',
  facts: ['{actual} in {checkout}', 'Changed: {files}'],
  cure: 'Commit the changes and deploy, or undo them.',
  example: {
    expected: 'no uncommitted changes',
    actual: '2 changed files',
    evidence: { checkout: '/srv/event-relay', files: ['relay.mjs', 'config.json'] },
  },
  docs: {
    brief: 'the checkout was edited by hand',
    means: [
      'somebody changed files in the checkout that the service runs from, and no commit has the',
      'change.',
    ],
    likely_cause:
      'a quick fix on the machine that never went back; a program that writes into its own folder.',
    cure: [
      '`git -C CHECKOUT diff`; commit it elsewhere and deploy, or `git -C CHECKOUT stash`. Add what',
      'the program itself writes to `.gitignore`.',
    ],
    goes_away: 'when `git status` shows no changed tracked file.',
  },
} satisfies CatalogueEntry;
