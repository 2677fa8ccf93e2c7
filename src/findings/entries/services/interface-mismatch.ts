import { critical } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const interfaceMismatch = {
  category: 'services',
  severity: critical,
  transient: true,
  hidden_while_down: true,
  rests_on: ['local_health', 'health'],
  roles: ['fails_dependents', 'cure_interrupts'],
  actions: [],
  title: '{who} answers on one interface only',
  titles: '{who} answer on one interface only',
  facts: ['{failed.0.interface}: {failed.0.detail}', '{failed.1.interface}: {failed.1.detail}'],
  aside: 'answers on {answering}',
  cure: 'Make it listen where clients connect.',
  example: {
    expected: 'HTTP 200 on every interface',
    actual: 'connection refused',
    evidence: {
      failed: [{ interface: 'tailscale', detail: 'connection refused by 100.91.193.23:8080', status: null }],
      answering: ['localhost'],
      layers: [],
    },
  },
  docs: {
    brief: 'it answers on one interface but not on another',
    means: [
      'it answers on one interface but not on another: a working localhost hides an address that',
      'does not work.',
    ],
    likely_cause: [
      'it listens only on 127.0.0.1; a firewall; another process has the port there. The finding',
      'names the layer if the network diagnosis could see it.',
    ],
    cure: [
      "`ss -ltnp 'sport = :PORT'` (macOS: `lsof -nP -iTCP:PORT -sTCP:LISTEN`); make it listen on",
      'the address that people use.',
    ],
    goes_away: 'when it answers on every interface of the manifest.',
  },
} satisfies CatalogueEntry;
