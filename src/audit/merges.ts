import { hasRole } from '../findings/catalogue.ts';
import type { Report } from '../report/report.ts';
import type { Merge } from '../store/ledger.ts';
import { epochMs } from '../time/instant.ts';
import type { MergeNote } from '../report/bulletin.ts';

/** ms in which the repository may not show a push yet */
const SETTLING_MS = 60_000;

/**
 * Judges the watched merges: the notes to post, and the merges still to watch. A merge ends when its service runs the
 * branch's head, or with its grace time. Pure.
 * @param now ms since the epoch
 */
export function judgeMerges(
  merges: readonly Merge[],
  report: Report,
  now: number,
): { notes: MergeNote[]; left: Merge[] } {
  const notes: MergeNote[] = [];
  const left: Merge[] = [];
  for (const merge of merges) {
    const service = report.services.find(({ name }) => name === merge.service);
    if (!service) {
      left.push(merge);
      continue;
    }
    const state = stateOf(merge, report, service, now);
    const { service: name, commit, pushed_at, until, announced } = merge;
    const note = { service: name, machine: service.machine, commit, pushed_at, until, state };
    if (isOvertaken(merge, service.expected_sha, now) && state === 'waiting') continue;
    if (state !== 'waiting' || !announced) notes.push({ ...note, running_sha: service.running_sha });
    if (state === 'waiting') left.push({ ...merge, announced: true });
  }
  return { notes, left };
}

/**
 * Is the pushed commit not the branch's head, although the repository has had time to show it? Then it is an old push that
 * was sent again, or a newer one was missed: there is nothing to wait for.
 * @param head null if not known
 */
export function isOvertaken({ commit, pushed_at }: Merge, head: string | null, now: number): boolean {
  return head !== null && head !== commit && now - epochMs(pushed_at) > SETTLING_MS;
}

/**
 * Does the push excuse that another commit runs? Only while it is the branch's head, or the repository still shows the
 * head that it replaced.
 * @param head null if not known
 */
export function isExcuse(merge: Merge, head: string | null, now: number): boolean {
  if (head === null || head === merge.commit) return true;
  return !isOvertaken(merge, head, now) && (merge.before === null || merge.before === head);
}

function stateOf(
  merge: Merge,
  report: Report,
  service: Report['services'][number],
  now: number,
): MergeNote['state'] {
  const { running_sha, expected_sha, commits_behind } = service;
  const drifts = report.findings.some(
    (finding) => finding.service === service.name && hasRole(finding.type, 'undeployed'),
  );
  const known = expected_sha === merge.commit || now - epochMs(merge.pushed_at) > SETTLING_MS;
  if (known && running_sha !== null && commits_behind === 0 && !drifts) return 'deployed';
  if (now < epochMs(merge.until)) return 'waiting';
  return running_sha !== null && commits_behind !== null ? 'overdue' : 'unknown';
}
