import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const machineUnreachable = {
  category: 'observation',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: ['connection'],
  roles: ['no_connection', 'no_answer', 'fails_dependents'],
  actions: [],
  title: '{who} cannot be reached',
  titles: '{who} cannot be reached',
  facts: ['{actual}', 'Unknown meanwhile: {services}'],
  cure: 'Check its power, its network and the VPN.',
  example: {
    service: null,
    machine: 'nas',
    expected: 'reachable',
    actual: 'SSH: no route to 192.168.1.20',
    evidence: { services: ['event-relay', 'codex'], singletons: [], health_checks: 0 },
  },
  docs: {
    brief: 'nothing on the machine answers',
    means: 'neither SSH nor any health check of the machine answered.',
    likely_cause: [
      "it is off or asleep, or the VPN is down on either side. Or it refuses the bot's key, and no",
      'health endpoint shows that it is up.',
    ],
    cure: '`ping HOST`, `tailscale status`; then `driftwatch doctor`.',
    goes_away: 'when anything on it answers.',
  },
} satisfies CatalogueEntry;
