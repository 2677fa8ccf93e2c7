import type { APIEmbedField } from 'discord.js';
import type { Bulletin, MergeNote } from '../src/report/bulletin.ts';
import { severities } from '../src/findings/severity.ts';
import type { Finding } from '../src/findings/finding.ts';
import type { Trigger } from '../src/report/report.ts';
import { inert } from './escape.ts';
import { findingField, findingLine, isWhole, relative } from './finding.ts';
import { lineFields, split } from './limits.ts';
import type { Part } from './limits.ts';
import { shades, worst } from './severity.ts';

/** So many new findings get a field of their own; the others a line each. */
const IN_FULL = 20;
const NAME_MAX = 90;
/** So many merges are told of at the head; the others below all else. */
const MERGES = 10;

const by: Record<Trigger, string> = {
  cli: 'on the command line',
  command: 'by a command in Discord',
  schedule: 'by the scheduled scan',
  merge: 'after a merge',
  api: 'by a triggered check',
  watch: 'by the watch',
};

/** What changed since people were last told. `whole` is false if a text was left out. */
export function announcementParts({ report, news, merges, unwatched = [] }: Bulletin): {
  parts: Part[];
  whole: boolean;
} {
  const told = [...news.opened, ...news.worsened];
  const waiting = merges.some(({ state }) => state !== 'deployed');
  const shade = worst(told) ?? (waiting ? 'unknown' : 'in_sync');
  const lines = [
    ...merges.slice(0, MERGES).map(mergeLine),
    `${told.length > 0 ? 'Found' : 'Checked'} ${by[report.trigger]}, ${relative(report.finished_at)}`,
  ];
  const frame = {
    title: title(news, merges[0] ?? null),
    description: lines.join('\n'),
    color: shades[shade].colour,
    footer: `alert ${report.id}`,
  };
  const fields = [
    ...told.slice(0, IN_FULL).map((finding) => announced(finding, news.worsened)),
    ...lineFields('More, in brief', told.slice(IN_FULL).map(findingLine)),
    ...lineFields('Resolved', news.resolved.map(resolvedLine)),
    ...lineFields('No longer watched', unwatched.map(unwatchedLine)),
    ...lineFields('More merges', merges.slice(MERGES).map(mergeLine)),
  ];
  return { parts: split(frame, fields), whole: told.length <= IN_FULL && told.every(isWhole) };
}

type Resolvable = { type: string; service: string | null; machine: string | null; first_seen: string };

/** One line for what stood on a service that was taken out of the manifest: nobody knows whether it was repaired. */
export function unwatchedLine(finding: Resolvable): string {
  const who = [finding.service, finding.machine].filter((name) => name !== null);
  return `${shades.unknown.dot} ${who.map((name) => inert(name, NAME_MAX)).join(' on ')} · ${finding.type.replaceAll('_', ' ')}, no longer in the manifest`;
}

/** One line for what is over, with how long it stood. */
export function resolvedLine(finding: Resolvable): string {
  const who = [finding.service, finding.machine].filter((name) => name !== null);
  const what = `${who.map((name) => inert(name, NAME_MAX)).join(' on ')} · ${finding.type.replaceAll('_', ' ')}`;
  return `${shades.in_sync.dot} ${what}, open since ${relative(finding.first_seen)}`;
}

function announced(finding: Finding, worsened: Finding[]): APIEmbedField {
  const field = findingField({ ...finding, status: 'new' });
  return worsened.includes(finding) ? { ...field, name: field.name.replace(/ · new$/, ' · worse') } : field;
}

function title({ opened, worsened, resolved }: Bulletin['news'], merge: MergeNote | null): string {
  const counts = [
    ...severities.flatMap((severity) => counted(opened, severity, 'new')),
    ...severities.flatMap((severity) => counted(worsened, severity, 'worse')),
    ...(resolved.length > 0 ? [`${shades.in_sync.dot} ${resolved.length} resolved`] : []),
  ];
  if (counts.length > 0) return counts.join(' · ');
  const words = {
    waiting: 'Merged, not deployed yet',
    deployed: 'Deployed',
    overdue: 'Merged, never deployed',
  };
  const dot = merge?.state === 'deployed' ? shades.in_sync.dot : shades.unknown.dot;
  if (!merge) return `${shades.in_sync.dot} Nothing new`;
  return `${dot} ${merge.state === 'unknown' ? 'Merged, deployment unknown' : words[merge.state]}`;
}

function counted(findings: Finding[], severity: Finding['severity'], word: string): string[] {
  const count = findings.filter((finding) => finding.severity === severity).length;
  return count === 0 ? [] : [`${shades[severity].dot} ${count} ${word} ${shades[severity].word}`];
}

/** "merged 15 min ago, knox-mac-mini still runs a3f8c21" */
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
  const runs = running_sha === null ? 'runs nobody knows what' : `still runs ${revision(running_sha)}`;
  const where = inert(machine, NAME_MAX);
  if (state === 'deployed') return `${what}, ${where} runs it.`;
  if (state === 'waiting')
    return `${what}, ${where} ${runs}; watched until it is deployed, at most ${relative(until)}.`;
  if (state === 'unknown') return `${what}; whether ${where} runs it could not be seen.`;
  return `${what}, ${where} ${runs}.`;
}

function revision(sha: string): string {
  return /^[0-9a-f]{7,64}$/i.test(sha) ? `\`${short(sha)}\`` : inert(sha, 40);
}

function short(sha: string): string {
  return sha.slice(0, 7).replaceAll(/[^0-9a-z]/gi, '?');
}
