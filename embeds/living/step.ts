import { subjectOf } from '../../src/findings/subject.ts';
import type { Entry, Step } from '../../src/report/living/living-alert.ts';
import { inert } from '../escape.ts';
import { clock } from '../finding/instants.ts';
import { label } from '../label.ts';

const NAME_MAX = 60;

const words: Record<Step['what'], string> = {
  seen: 'seen',
  paged: 'on-call was paged',
  acknowledged: 'acknowledged',
  asked: 'a remediation was requested',
  approved: 'the remediation was approved',
  done: 'the remediation was carried out',
  verified: 'verified: the finding is gone',
  failed: 'the remediation did not help',
  resolved: 'resolved',
  returned: 'came back',
};

/** One line of a thread: `18:02:10 · shiva: acknowledged by Ada`. */
export function stepLine({ at, what, by, about }: Step): string {
  const who = by === null ? '' : ` by ${inert(by, NAME_MAX) || 'somebody'}`;
  return `${clock(at)} · ${about === null ? '' : `${inert(about, NAME_MAX)}: `}${words[what]}${who}`;
}

/** The name of an alert's thread, at most 100 characters. */
export function threadName(entries: readonly Entry[]): string {
  const [first] = entries.filter(({ severity }) => severity === 'CRITICAL');
  const more = entries.length > 1 ? ` and ${entries.length - 1} more` : '';
  return label(
    `${(first && subjectOf({ ...first, evidence: first.finding?.evidence })) ?? 'alert'}: ${first?.type.replaceAll('_', ' ') ?? ''}${more}`,
  );
}
