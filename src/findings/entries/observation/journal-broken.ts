import { critical } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const journalBroken = {
  category: 'observation',
  severity: critical,
  transient: false,
  hidden_while_down: false,
  rests_on: ['journal'],
  roles: ['of_driftwatch'],
  actions: [],
  title: 'The remediation journal is broken',
  titles: '{who} have a broken remediation journal',
  facts: ['{actual}'],
  cure: 'Run `driftwatch journal verify`, and keep the file as evidence.',
  example: {
    service: null,
    machine: null,
    expected: null,
    actual: 'entry 12 does not follow entry 11',
    evidence: {},
  },
  docs: {
    brief: 'the remediation journal was changed',
    means: 'the remediation journal is not what the bot wrote: a line was edited, or lines are gone.',
    likely_cause: [
      'somebody edited it, or replaced it with a backup. A line that a crash cut off does not count',
      'as damage.',
    ],
    cure: [
      '`driftwatch journal verify` names the line. Keep the file as evidence before',
      'anything else ([remediation.md](remediation.md)). Until you renew it, nobody can approve',
      'anything.',
    ],
    goes_away: 'when a person has started a new journal.',
  },
} satisfies CatalogueEntry;
