import { quotable } from '../../text/observed-text.ts';
import type { Service } from '../find/candidate.ts';
import type { DraftMachine, Line } from './draft-entry.ts';
import type { FoundHealth } from '../../facts/workloads/found-health.ts';
import { inUrl, isLoopback } from '../../text/host.ts';

/** Whether an address answered from here well enough for audits, or why not. */
export type AnswerFromHere = { answers: true } | { answers: false; detail: string };

/** The address for the bot, for an endpoint that answers on the machine; null if it answers only there. */
export function addressFromHere(health: FoundHealth, open: boolean, host: string): string | null {
  const bare = inUrl(host);
  const local = isLoopback(health.url.hostname);
  if (local && !open && !isLoopback(bare)) return null;
  const url = new URL(health.url);
  if (local) url.hostname = bare;
  return url.href;
}

/** The fields for its health endpoint. */
export function healthLines(
  service: Service,
  { address }: DraftMachine,
  reach: ReadonlyMap<string, AnswerFromHere>,
): { lines: Line[]; below: string[] } {
  const { health, no_health_reason: silence } = service;
  if (!health) return { lines: [], below: [`health_url: ${silence}`] };
  const there = addressFromHere(health, service.open, address);
  const answer = there === null ? null : (reach.get(there) ?? null);
  const told = answerText(health);
  if (there !== null && answer?.answers === true) {
    const both = isLoopback(health.url.hostname) && !isLoopback(new URL(there).hostname);
    const urlLine: Line = { field: 'health_url', value: there, remark: `${told}, asked from here` };
    const interfaces: Line = {
      field: 'interfaces',
      value: ['localhost'],
      remark: 'also answered on the machine itself',
    };
    return { lines: both ? [urlLine, interfaces] : [urlLine], below: [] };
  }
  const why =
    answer === null || answer.answers
      ? 'it listens only there'
      : `from here: ${quotable(answer.detail, 120)}`;
  const urls = { localhost: health.url.href };
  return {
    lines: [{ field: 'health', value: { urls }, remark: `${told} on the machine itself; ${why}` }],
    below: [],
  };
}

function answerText({ status, body }: FoundHealth): string {
  const version = body.version === null ? '' : `, version ${quotable(body.version, 60)}`;
  return `answered ${status}${version}`;
}

/** A comment for a health answer without a known service, for a person to complete. */
export function strayLine(health: FoundHealth): string {
  return `${health.url.href} ${answerText(health)}: the SSH user may not see whose it is; add it to its service as health_url`;
}
