import type { APIEmbedField } from 'discord.js';
import type { Bulletin, MergeNote } from '../src/report/bulletin.ts';
import type { AnswerPlace } from '../src/report/request.ts';
import type { Finding } from '../src/findings/finding.ts';
import type { Trigger } from '../src/report/report.ts';
import { inert } from './escape.ts';
import { relative } from './finding/instants.ts';
import { lineFields } from './limits.ts';
import { shades } from './severity.ts';

const NAME_MAX = 90;
/** At most this many merges are listed at the top; the rest go at the bottom. */
const MERGES = 3;

const by: Record<Trigger, string> = {
  cli: 'on the command line',
  command: 'by a command in Discord',
  schedule: 'by the scheduled scan',
  merge: 'after a merge',
  api: 'by a triggered check',
  watch: 'by the watch',
};

/** The text above and below an alert's findings, as it was when the alert was posted. */
export type Surroundings = {
  /** the title when it shows no finding */
  title: string;
  calm: 'in_sync' | 'unknown';
  head: string[];
  tail: APIEmbedField[];
};

/**
 * What an alert says apart from its findings: who found them, merges, and what is no longer watched. `resolved`: resolved
 * findings that no earlier alert shows, so there is none to edit.
 */
export function announcementSurroundings(
  { report, news, merges, answers = [], unwatched = [] }: Bulletin,
  resolved: readonly Finding[],
): Surroundings {
  const told = [...news.opened, ...news.worsened];
  const waiting = merges.some(({ state }) => state !== 'deployed');
  return {
    title: title(resolved, merges[0] ?? null),
    calm: waiting ? 'unknown' : 'in_sync',
    head: [
      ...merges.slice(0, MERGES).map(mergeLine),
      `${told.length > 0 ? 'Found' : 'Checked'} ${by[report.trigger]}, ${relative(report.finished_at)}`,
      ...answers.map(answerLine),
    ],
    tail: [
      ...lineFields('Resolved', resolved.map(resolvedLine)),
      ...lineFields('No longer watched', unwatched.map(unwatchedLine)),
      ...lineFields('More merges', merges.slice(MERGES).map(mergeLine)),
    ],
  };
}

/** Where the requested report is. */
function answerLine({ guild, channel, message }: AnswerPlace): string {
  return `[The full report](https://discord.com/channels/${guild ?? '@me'}/${channel}/${message}), where it was requested`;
}

type Resolvable = { type: string; service: string | null; machine: string | null; first_seen: string };

/** One line for a finding that was open when its service left the manifest: nobody knows whether it was fixed. */
export function unwatchedLine(finding: Resolvable): string {
  return `${shades.unknown.dot} ${subjectOf(finding)}, no longer in the manifest`;
}

/** One line for a resolved finding, with how long it was open. */
export function resolvedLine(finding: Resolvable): string {
  return `${shades.in_sync.dot} ${subjectOf(finding)}, open since ${relative(finding.first_seen)}`;
}

function subjectOf({ service, machine, type }: Resolvable): string {
  const who = [service, machine].filter((name) => name !== null).map((name) => inert(name, NAME_MAX));
  return `${who.join(' on ') || 'fleet'} · ${type.replaceAll('_', ' ')}`;
}

function title(resolved: readonly Finding[], merge: MergeNote | null): string {
  if (resolved.length > 0) return `${shades.in_sync.dot} ${resolved.length} resolved`;
  const words = {
    waiting: 'Merged, not deployed yet',
    deployed: 'Deployed',
    overdue: 'Merged, not deployed in time',
  };
  const dot = merge?.state === 'deployed' ? shades.in_sync.dot : shades.unknown.dot;
  if (!merge) return `${shades.in_sync.dot} Nothing new`;
  return `${dot} ${merge.state === 'unknown' ? 'Merged, deployment unknown' : words[merge.state]}`;
}

/** "merged 15 min ago; knox-mac-mini still runs a3f8c21" */
export function mergeLine({
  service,
  machine,
  commit,
  running_sha,
  pushed_at,
  until,
  state,
}: MergeNote): string {
  const what = `**${inert(service, NAME_MAX)}**: \`${short(commit)}\` merged ${relative(pushed_at)}`;
  const runs = running_sha === null ? 'runs an unknown version' : `still runs ${revision(running_sha)}`;
  const where = inert(machine, NAME_MAX);
  if (state === 'deployed') return `${what}; ${where} runs it.`;
  if (state === 'waiting')
    return `${what}; ${where} ${runs}. Watched until it is deployed, or until ${relative(until)}.`;
  if (state === 'unknown') return `${what}; could not check whether ${where} runs it.`;
  return `${what}; ${where} ${runs}.`;
}

function revision(sha: string): string {
  return /^[0-9a-f]{7,64}$/i.test(sha) ? `\`${short(sha)}\`` : inert(sha, 40);
}

function short(sha: string): string {
  return sha.slice(0, 7).replaceAll(/[^0-9a-z]/gi, '?');
}
