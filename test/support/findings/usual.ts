import { catalogue } from '../../../src/findings/catalogue.ts';
import { findingTypes } from '../../../src/findings/finding-types.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import { aFinding } from '../builders.ts';

/** A finding of each type with the evidence that its rule usually gives. */
export const usualFindings: Finding[] = findingTypes.map((type) => {
  const { sometimes: _, ...example } = catalogue[type].example;
  return told(aFinding({ type, id: type, service: 'event-relay', summary: '', ...example }));
});

/** git_drift has the lesson's sentence; for the others, the title is used. */
function told(finding: Finding): Finding {
  const summary = finding.type === 'git_drift' ? aFinding().summary : `${finding.title}.`;
  return { ...finding, summary: finding.summary || summary };
}
