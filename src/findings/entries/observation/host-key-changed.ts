import { critical } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const hostKeyChanged = {
  category: 'observation',
  severity: critical,
  transient: false,
  hidden_while_down: false,
  rests_on: ['connection'],
  roles: ['no_connection'],
  actions: [],
  title: '{who} presents a different host key',
  titles: '{who} present a different host key',
  facts: ['Presented: {presented}', 'Pinned: {pinned}', 'Unknown meanwhile: {services}'],
  cure: 'Compare it with the machine before you pin it.',
  example: {
    service: null,
    machine: 'nas',
    expected: 'ssh-ed25519 SHA256:9fP0c1kq2Yx8o3sT7bV5nE4wR6uI1aD2gH3jK4lM5nQ',
    actual: 'ssh-ed25519 SHA256:9fP0c1kq2Yx8o3sT7bV5nE4wR6uI1aD2gH3jK4lM5nQ',
    evidence: {
      services: ['event-relay', 'codex'],
      singletons: [],
      presented: 'ssh-ed25519 SHA256:9fP0c1kq2Yx8o3sT7bV5nE4wR6uI1aD2gH3jK4lM5nQ',
      pinned: ['ssh-ed25519 SHA256:9fP0c1kq2Yx8o3sT7bV5nE4wR6uI1aD2gH3jK4lM5nQ'],
    },
  },
  docs: {
    brief: 'the machine presents a different host key',
    means: 'the machine presents a host key that is not the pinned one. The bot read nothing from it.',
    likely_cause: [
      'it was reinstalled, or another machine now has its address. Or somebody intercepts the',
      'connection.',
    ],
    cure: [
      "compare the fingerprint on the machine's own console (`ssh-keygen -lf",
      '/etc/ssh/ssh_host_ed25519_key.pub`). Only if it matches: `ssh-keygen -R HOST -f',
      'KNOWN_HOSTS`, and pin the new key ([discover.md](discover.md)).',
    ],
    goes_away: 'when the presented key is the pinned one.',
  },
} satisfies CatalogueEntry;
