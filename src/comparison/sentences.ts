import type { Service } from '../inventory/manifest.ts';
import { quotable } from '../text/observed-text.ts';
import type { Commit } from '../facts/release.ts';
import type { Deviation } from '../findings/finding.ts';
import { epochMs, humanDuration, isoDate, isoInstant } from '../time/instant.ts';

/** `akashic-records on knox-mac-mini`: who a finding is about. */
export function place(service: Service): string {
  return `${service.name} on ${service.machine}`;
}

/** `a3f8c21 (2026-03-27)`, the committer's date in UTC. */
export function commitText(commit: Commit): string {
  return Number.isNaN(epochMs(commit.date))
    ? shortSha(commit.sha)
    : `${shortSha(commit.sha)} (${isoDate(commit.date)})`;
}

export function shortSha(sha: string): string {
  return sha.slice(0, 7);
}

const DAY_SECONDS = 86_400;

/** `9d 4h (since 2026-03-20)`, and within a day `2h (since 16:00 UTC)`. @param seconds null if the machine does not say */
export function elapsedText(seconds: number | null, now: number): string {
  if (seconds === null) return 'an unknown time';
  const began = now - seconds * 1000;
  // A start before 1970 means that the machine's clock is wrong.
  if (began <= 0) return humanDuration(seconds);
  const since = seconds < DAY_SECONDS ? `${isoInstant(began).slice(11, 16)} UTC` : isoDate(began);
  return `${humanDuration(seconds)} (since ${since})`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most);
  if (names.length > most) return `${shown.join(', ')} and ${names.length - most} more`;
  const last = shown.pop();
  return shown.length > 0 ? `${shown.join(', ')} and ${last}` : (last ?? '');
}

/** Advice for a service that runs wrongly. A trading service needs more care. */
export function restartAdvice(service: Service, otherwise: string): string {
  return service.kind === 'trading' ? 'It trades: look at its open orders before you touch it.' : otherwise;
}

/** A finding's sentence with the advice at its end, and the sentence alone. Empty advice: the catalogue's is used. */
export function advised(facts: string, advice: string): Pick<Deviation, 'summary' | 'facts' | 'advice'> {
  return advice === '' ? { summary: facts } : { summary: `${facts} ${advice}`, facts, advice };
}

/** A repository's or endpoint's address without its credentials. */
export function addressText(address: string): string {
  return quotable(address, 300);
}
