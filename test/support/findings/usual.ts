import { findingTypes } from '../../../src/findings/finding-types.ts';
import type { FindingType } from '../../../src/findings/finding-types.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import { aFinding } from '../builders.ts';
import { usualCode } from './usual-code.ts';
import { usualObserved } from './usual-observed.ts';
import type { Usual } from './usual-finding.ts';
import { usualRunning } from './usual-running.ts';

const usual: Record<FindingType, Usual> = { ...usualCode, ...usualRunning, ...usualObserved };

/** A finding of each type with the evidence that its rule usually gives. */
export const usualFindings: Finding[] = findingTypes.map((type) =>
  told(aFinding({ type, id: type, service: 'event-relay', summary: '', ...usual[type] })),
);

/** The sentence of git_drift is the lesson's; of the others the title stands for it. */
function told(finding: Finding): Finding {
  const summary = finding.type === 'git_drift' ? aFinding().summary : `${finding.title}.`;
  return { ...finding, summary: finding.summary || summary };
}
