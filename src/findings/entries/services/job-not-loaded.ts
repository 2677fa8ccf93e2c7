import { byTier } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const jobNotLoaded = {
  category: 'services',
  severity: byTier,
  transient: true,
  hidden_while_down: false,
  rests_on: ['jobs', 'job'],
  roles: ['fails_dependents', 'cure_interrupts'],
  actions: [],
  title: 'The job of {who} is not loaded',
  titles: '{who} have jobs that are not loaded',
  facts: ['{name}: {actual}'],
  cure: 'Check that its file is in place, then load the job.',
  example: {
    expected: 'loaded',
    actual: 'masked',
    evidence: { name: 'event-relay.service', last_exit: 1, state: 'failed' },
  },
  docs: {
    brief: 'its job is not loaded',
    means: [
      'launchd or systemd does not have the job, neither for the system nor for the SSH user. Or',
      'the unit is masked, or its file cannot be read.',
    ],
    likely_cause: "never installed after a move; disabled; it belongs to another user's manager.",
    cure: [
      '`sudo systemctl enable --now UNIT`; `sudo systemctl unmask UNIT`; `launchctl bootstrap',
      'gui/$(id -u) PLIST`.',
    ],
    goes_away: 'when its manager has it.',
  },
} satisfies CatalogueEntry;
