import type { Draft } from '../../src/discover/draft-entry.ts';
import type { Reach } from '../../src/discover/draft-health.ts';
import { withProcesses } from '../../src/discover/draft-process.ts';
import { draftOf } from '../../src/discover/draft.ts';
import { findServices } from '../../src/discover/find-services.ts';
import type { Survey } from '../../src/discover/survey.ts';

export const tesseract = { name: 'tesseract', host: '192.168.1.150', user: 'knox', port: 22 };

/** The draft of a survey, as discover.ts makes it once it has asked from here. */
export function draftFrom(
  survey: Survey,
  { machine = tesseract, taken = [] as string[], reach = {} as Record<string, Reach> } = {},
): Draft {
  const draft = draftOf(findServices(survey), {
    machine,
    taken: new Set(taken),
    reach: new Map(Object.entries(reach)),
  });
  return survey.processes.ok ? withProcesses(draft, survey.processes.value) : draft;
}
