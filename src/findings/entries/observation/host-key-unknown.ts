import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const hostKeyUnknown = {
  category: 'observation',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: ['connection'],
  roles: ['no_connection'],
  actions: [],
  title: 'The host key of {who} is not pinned',
  titles: '{who} have host keys that are not pinned',
  facts: ['Presented: {presented}', 'Unknown meanwhile: {services}'],
  cure: 'Compare it on the machine itself, then pin it.',
  example: {
    service: null,
    machine: 'nas',
    expected: 'a pinned host key',
    actual: 'ssh-ed25519 SHA256:9fP0c1kq2Yx8o3sT7bV5nE4wR6uI1aD2gH3jK4lM5nQ',
    evidence: {
      services: ['event-relay', 'codex'],
      singletons: [],
      presented: 'ssh-ed25519 SHA256:9fP0c1kq2Yx8o3sT7bV5nE4wR6uI1aD2gH3jK4lM5nQ',
      pinned: [],
    },
  },
  docs: {
    brief: 'the host key is not pinned',
    means: "the machine's host key is not pinned. The bot read nothing from it.",
    likely_cause: 'a new machine in the manifest, or a known one under a new address.',
    cure: [
      "compare the fingerprint with the one on the machine's console, then pin it:",
      '`driftwatch discover USER@HOST` shows it and asks.',
    ],
    goes_away: "when the key is in the bot's `known_hosts`.",
  },
} satisfies CatalogueEntry;
