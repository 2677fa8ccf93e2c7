import type { Finding } from '../findings/finding.ts';
import { subjectOf } from '../findings/subject.ts';
import type { Bulletin } from '../report/bulletin.ts';

/** At most this many findings are named; the rest are counted. The logs channel has them all. */
const NAMED = 20;

/**
 * What must reach somebody now, for channels whose readers obey what they read, or see it on a locked phone: our own
 * words and names of the manifest, never observed text.
 * @returns a line each for what is CRITICAL and new, worse, over, or no longer watched; none where nobody need be paged
 */
export function pageLines({ news, unwatched = [] }: Pick<Bulletin, 'news' | 'unwatched'>): string[] {
  const lines = [
    ...news.opened.filter(isCritical).map((finding) => line('new', finding)),
    ...news.worsened.filter(isCritical).map((finding) => line('worse', finding)),
    ...news.resolved.filter(isCritical).map((finding) => line('resolved', finding)),
    ...unwatched.filter(isCritical).map((finding) => line('no longer watched, was', finding)),
  ];
  const more = lines.length > NAMED ? [`and ${lines.length - NAMED} more`] : [];
  return [...lines.slice(0, NAMED), ...more];
}

function isCritical({ severity }: Finding): boolean {
  return severity === 'CRITICAL';
}

function line(what: string, finding: Finding): string {
  const { type, service, machine } = finding;
  const both = [service, machine].filter((name) => name !== null);
  const place = both.length > 0 ? both : [subjectOf(finding) ?? 'the fleet'];
  return `- ${what} CRITICAL ${type}: ${place.map(nameOnly).join(' on ')}`;
}

/** Names are checked when the manifest is read; this holds them to one line of plain words whatever that check allows. */
function nameOnly(name: string): string {
  return name
    .replaceAll(/[^\p{L}\p{N}._-]+/gu, ' ')
    .trim()
    .slice(0, 100);
}
