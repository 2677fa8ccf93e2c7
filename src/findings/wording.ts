import { catalogue, hasRole } from './catalogue.ts';
import type { FindingType } from './finding-types.ts';
import { subjectOf } from './subject.ts';

type Told = {
  type: FindingType;
  service: string | null;
  machine: string | null;
  expected: string | null;
  actual: string | null;
  evidence?: Readonly<Record<string, unknown>> | null | undefined;
};

const LONGEST_TITLE = 60;
/** For placeholders without a value, as in findings that are no longer stored. */
const unsaid = { who: '', expected: 'what the manifest says', actual: 'Too many copies' };

/** `shiva is behind its branch`: at most 60 characters; only a long name is cut. Untrusted: it may quote observed text. */
export function titleOf(finding: Told): string {
  const { title } = catalogue[finding.type];
  const room = LONGEST_TITLE - filled(title, { ...finding, who: '' }).length;
  const title60 = filled(title, { ...finding, who: clipped(whoOf(finding), room) });
  return clipped(title60, LONGEST_TITLE);
}

/** What to do, in one line. Never tells people to stop or restart a trading service. Untrusted: it may quote observed text. */
export function cureOf(finding: Told, trading: boolean): string {
  if (trading && hasRole(finding.type, 'cure_interrupts'))
    return 'Look at its open orders before you touch it.';
  return filled(catalogue[finding.type].cure, { ...finding, who: whoOf(finding) });
}

/** Title and advice of a finding about no service or machine. */
export function wordsOfFleet(type: FindingType): { title: string; advice: string } {
  const finding = { type, service: null, machine: null, expected: null, actual: null };
  return { title: titleOf(finding), advice: cureOf(finding, false) };
}

function whoOf(finding: Told): string {
  return subjectOf(finding) ?? 'the fleet';
}

function filled(template: string, given: Told & { who: string }): string {
  return template.replaceAll(
    /\{(who|expected|actual)\}/g,
    (_all, name: 'who' | 'expected' | 'actual') => given[name] ?? unsaid[name],
  );
}

function clipped(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`;
}
