import type { Fix } from '../report/living/living-alert.ts';
import type { Approval } from './approval.ts';

/** Which finding a remediation may have ended; null if it was not approved, or nothing ran. */
export function fixOf({ finding, service, action, decided_by, decided_at, outcome }: Approval): Fix | null {
  if (finding === null || decided_by === null || decided_at === null || !outcome?.sent) return null;
  const by = { id: decided_by.id, name: decided_by.name };
  return { finding: finding.id, service, action, by, at: decided_at, verified: outcome.finding === 'gone' };
}
