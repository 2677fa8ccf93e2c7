import { critical } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const watchStalled = {
  category: 'observation',
  severity: critical,
  transient: false,
  hidden_while_down: false,
  rests_on: ['watch'],
  roles: ['of_driftwatch'],
  actions: [],
  title: 'The watch has stalled',
  titles: '{who} have a watch that has stalled',
  facts: ['{actual}; expected {expected}'],
  cure: "Read the bot's log, then run `driftwatch doctor`.",
  example: {
    service: null,
    machine: null,
    expected: 'one every 2m',
    actual: 'none finished for 11m',
    evidence: {},
  },
  docs: {
    brief: 'the watch no longer finishes',
    means: [
      'no watch has finished for three intervals (`WATCH_INTERVAL`). Until one does, nobody notices',
      'a second copy of a trading bot.',
    ],
    likely_cause: 'the manifest or the state cannot be read, or the bot is starved of processor time.',
    cure: [
      "read the bot's log, then `driftwatch doctor`, which also says whether the interval",
      'is long enough.',
    ],
    goes_away: 'when a watch finishes.',
  },
} satisfies CatalogueEntry;
