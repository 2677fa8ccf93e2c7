import { quotable } from '../../text/observed-text.ts';
import type { Service } from '../find/candidate.ts';
import type { DraftMachine, Line } from './draft-entry.ts';
import type { FoundHealth } from '../../facts/workloads/found-health.ts';
import { inUrl, isLoopback } from '../../text/host.ts';

/** How an address answered from here: well enough to be asked in every audit, or why not. */
export type AnswerFromHere = { answers: true } | { answers: false; detail: string };

/** Where the bot would ask for what the machine answers itself; null where it answers nobody else. */
export function addressFromHere(health: FoundHealth, open: boolean, host: string): string | null {
  const bare = inUrl(host);
  const local = isLoopback(health.url.hostname);
  if (local && !open && !isLoopback(bare)) return null;
  const url = new URL(health.url);
  if (local) url.hostname = bare;
  return url.href;
}

/** The fields that name its health endpoint. */
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

/** A health answer whose service is not known: an entry to fill in, for a comment. */
export function strayLine(health: FoundHealth): string {
  return `${health.url.href} ${answerText(health)}: the SSH user may not see whose it is; add it to its service as health_url`;
}
