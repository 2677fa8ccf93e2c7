import { ManifestFile } from '../../inventory/manifest-file.ts';
import { checked, problemsOf } from '../../inventory/text/issues.ts';
import { resolve } from '../../inventory/resolve.ts';
import { lineOf } from '../../inventory/text/problem.ts';
import { entryOf, machineEntry } from './draft-entry.ts';
import type { DraftMachine, DraftService } from './draft-entry.ts';

/** Why a manifest with only this machine and this service is invalid; null if it is valid. */
export function entryProblem(machine: DraftMachine, draft: Pick<DraftService, 'lines'>): string | null {
  const value = { machines: { [machine.name]: machineEntry(machine) }, services: [entryOf(draft)] };
  const parsed = checked(ManifestFile, value);
  const problems = parsed.success
    ? resolve(parsed.data).problems
    : problemsOf(parsed.error.issues, value, ManifestFile);
  const [first] = problems;
  return first ? lineOf(first) : null;
}
