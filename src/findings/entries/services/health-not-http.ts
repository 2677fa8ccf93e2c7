import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const healthNotHttp = {
  category: 'services',
  severity: high,
  transient: true,
  hidden_while_down: false,
  rests_on: ['local_health', 'health'],
  roles: ['down'],
  actions: [],
  title: '{who} does not speak HTTP',
  titles: '{who} do not speak HTTP',
  facts: ['{failed.0.interface}: {failed.0.detail}'],
  cure: "Fix the address, or the server's answer.",
  example: {
    expected: 'HTTP 200',
    actual: null,
    evidence: { failed: [{ interface: 'tailscale', detail: 'no HTTP answer' }] },
  },
  docs: {
    brief: 'the answer is not HTTP',
    means: [
      'something answers at the health address, but not in valid HTTP, so the state of the service',
      'cannot be checked.',
    ],
    likely_cause: [
      'the port of another protocol; `http://` to a port that speaks TLS; a home-made server that',
      'writes invalid HTTP. Lines that end in LF alone are valid here, as they are for browsers.',
    ],
    cure: "`curl -v URL` shows what comes back. Fix the address, or the server's answer.",
    goes_away: 'when it speaks HTTP.',
  },
} satisfies CatalogueEntry;
