import { critical } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const certificateExpired = {
  category: 'services',
  severity: critical,
  transient: false,
  hidden_while_down: false,
  rests_on: ['local_health', 'health'],
  roles: ['down'],
  actions: [],
  title: 'The certificate of {who} has expired',
  titles: '{who} have expired certificates',
  facts: ['{failed.0.interface}: {failed.0.detail}'],
  cure: 'Renew the certificate, then have {who} load it.',
  example: {
    advice: 'Renew it, then have the service load it.',
    expected: 'a certificate that can be verified',
    actual: null,
    evidence: { failed: [{ interface: 'public', detail: 'certificate has expired' }] },
  },
  docs: {
    brief: 'the certificate has expired',
    means: [
      'the certificate of the health address has expired: every client that checks it refuses to',
      'connect.',
    ],
    likely_cause: 'the renewal failed, or the service still holds the old file.',
    cure: [
      '`openssl s_client -connect HOST:PORT </dev/null | openssl x509 -noout -dates -issuer`; renew',
      'it, then make the service load it.',
    ],
    goes_away: 'when the service presents a valid certificate.',
  },
} satisfies CatalogueEntry;
