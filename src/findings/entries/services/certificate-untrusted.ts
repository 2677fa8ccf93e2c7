import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const certificateUntrusted = {
  category: 'services',
  severity: high,
  transient: false,
  hidden_while_down: false,
  rests_on: ['local_health', 'health'],
  roles: ['down'],
  actions: [],
  title: 'The certificate of {who} is not trusted',
  titles: '{who} have untrusted certificates',
  facts: ['{failed.0.interface}: {failed.0.detail}'],
  cure: 'Add its CA to `health.ca`, or use a name that it covers.',
  example: {
    expected: 'a certificate that can be verified',
    actual: null,
    evidence: { failed: [{ interface: 'public', detail: 'self-signed certificate' }] },
  },
  docs: {
    brief: 'the certificate cannot be verified',
    means: [
      'the certificate cannot be verified: it is self-signed, from an authority that the bot does',
      'not know, or for another name. The bot sent nothing, neither path nor headers, and the',
      'health is unknown.',
    ],
    likely_cause: [
      'your own authority; a name or address that the certificate does not contain; a missing',
      'chain.',
    ],
    cure: [
      'name the authority in `health.ca`, or use the name that the certificate is for.',
      '`health.insecure: true` skips the check.',
    ],
    goes_away: 'when it can be verified.',
  },
} satisfies CatalogueEntry;
