import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const restartPending = {
  category: 'git',
  severity: high,
  transient: false,
  hidden_while_down: true,
  rests_on: ['processes', 'checkout', 'start'],
  roles: ['undeployed', 'cure_interrupts'],
  actions: ['restart-launchd-job', 'restart-systemd-unit'],
  title: '{who} runs older code than its checkout',
  titles: '{who} run older code than their checkout',
  facts: ['Started {started_at}, before the checkout moved {moved_at}'],
  cure: 'Restart {who}.',
  example: {
    advice: 'Restart it.',
    expected: 'started from b9d1e44c0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    actual: 'started from a3f8c21d9e0b4f6a7c8d1e2f3a4b5c6d7e8f9a0b',
    evidence: {
      checkout: '/srv/event-relay',
      moved_at: '2026-03-28T00:00:00.000Z',
      started_at: '2026-03-20T00:00:00.000Z',
    },
  },
  docs: {
    brief: 'the checkout moved after the process started',
    means: [
      'the checkout moved after the process started: the running code is older than the code there.',
      'In a release without git, its file `REVISION` or a link on the way to it (`current`) is',
      'newer than the process.',
    ],
    likely_cause: 'a `git pull`, a deployment or a roll-back without a restart.',
    cure: 'restart the service (trading: when its positions allow it).',
    goes_away: 'when the running process started after the checkout moved.',
  },
} satisfies CatalogueEntry;
