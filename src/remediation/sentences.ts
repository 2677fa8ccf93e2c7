import { epochMs } from '../time/instant.ts';
import type { Approval } from './approval.ts';

/** The answer to a click on a request that is already decided. */
export function stateText({ state, decided_by, reason }: Approval): string {
  const who = decided_by?.name ?? 'Somebody';
  switch (state) {
    case 'requested':
      return 'It is waiting for a decision.';
    case 'approved':
    case 'executing':
      return `${who} has approved it already, and it is being carried out.`;
    case 'succeeded':
    case 'failed':
    case 'unverified':
      return `${who} has approved it, and it has ended: the card shows the result.`;
    case 'denied':
      return `${who} has denied it${reason === null ? '' : `: ${reason}`}. Request again if that has changed.`;
    case 'expired':
      return `It has expired${reason === null ? '' : `: ${reason}`}. Request a new one.`;
    case 'blocked':
      return `It was blocked${reason === null ? '' : `: ${reason}`}.`;
    case 'outcome_unknown':
    default:
      return 'How it ended is unknown. Check the machine, then request again.';
  }
}

/** `12 minutes ago`. */
export function relativeMinutes(at: string, now: number): string {
  const minutes = Math.max(0, Math.round((now - epochMs(at)) / 60_000));
  return minutes === 1 ? '1 minute ago' : `${minutes} minutes ago`;
}
