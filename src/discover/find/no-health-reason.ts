import { quotable } from '../../text/observed-text.ts';
import type { Candidate } from './candidate.ts';
import type { Survey } from '../survey/survey.ts';

/** Why it has no known health answer. Distinguishes "not read" from "not there". */
export function noHealthReason(
  { health, listeners, unasked }: Survey,
  { published }: Pick<Candidate, 'published'>,
  ports: readonly number[],
): string {
  if (!health.ok) return `the health pages could not be read (${quotable(health.detail, 120)})`;
  const late = ports.filter((port) => unasked.includes(port));
  if (late.length > 0) return `port ${late.join(', ')} did not answer in time: run discover again`;
  if (ports.length > 0) return `no health answer on port ${ports.join(', ')}`;
  if (!listeners.ok) return `who listens could not be seen (${quotable(listeners.detail, 120)})`;
  const hidden = listeners.value.filter(({ pid, port }) => pid === null && !published.includes(port));
  return hidden.length > 0
    ? 'whether it listens, the SSH user may not see'
    : 'none of its processes was seen listening';
}
