import type { Severity } from '../../severity.ts';
import type { CatalogueEntry, Weighed } from '../../entry.ts';

export const certificateExpiring = {
  category: 'services',
  severity: expiringSeverity,
  transient: false,
  hidden_while_down: false,
  rests_on: ['local_health', 'health', 'certificate'],
  roles: [],
  actions: [],
  title: 'The certificate of {who} expires soon',
  titles: '{who} have certificates that expire soon',
  facts: ['Ends {valid_to}, issued by {issuer}'],
  cure: 'Check what renews it, then load the new one.',
  example: {
    expected: 'valid for 14 days or more',
    actual: 'valid until 2026-04-03',
    evidence: { days_left: 5, valid_to: '2026-04-03T00:00:00.000Z', issuer: "Let's Encrypt" },
  },
  docs: {
    brief: 'the certificate expires within 21 days',
    severity: 'HIGH below 7 days, else LOW. Trading: HIGH below 7 days, else LOW.',
    means: 'the certificate of the health address expires within 21 days.',
    likely_cause: 'its renewal does not work; automatic renewals run 30 days before.',
    cure: [
      'check what renews it (`systemctl list-timers`, `certbot renew --dry-run`), and make the',
      'service load the new one.',
    ],
    goes_away: 'when the service presents one that is valid for longer.',
  },
} satisfies CatalogueEntry;

/** No higher for a trading service: nothing fails yet. */
function expiringSeverity({ measured: { days_left = 0 } }: Weighed): Severity {
  return days_left >= 7 ? 'LOW' : 'HIGH';
}
