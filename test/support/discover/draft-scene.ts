import { attribute } from '../../../src/comparison/readings/processes/table-instances.ts';
import type { Draft, DraftMachine } from '../../../src/discover/draft/draft-entry.ts';
import type { AnswerFromHere } from '../../../src/discover/draft/draft-health.ts';
import { withProcesses } from '../../../src/discover/draft/draft-process.ts';
import { draftOf } from '../../../src/discover/draft/draft.ts';
import { findServices } from '../../../src/discover/find/find-services.ts';
import type { Survey } from '../../../src/discover/survey/survey.ts';

const tesseract = {
  name: 'tesseract',
  host: '192.168.1.150',
  address: '192.168.1.150',
  user: 'knox',
  port: 22,
};

type Options = { machine?: DraftMachine; taken?: string[]; reach?: Record<string, AnswerFromHere> };

/** The draft of a survey, as discover.ts makes it once it has asked from here. */
export function draftFrom(
  survey: Survey,
  { machine = tesseract, taken = [], reach = {} }: Options = {},
): Draft {
  const draft = draftOf(findServices(survey), {
    machine,
    taken: new Set(taken),
    reach: new Map(Object.entries(reach)),
  });
  return survey.processes.ok ? withProcesses(draft, survey.processes.value, attribute) : draft;
}
