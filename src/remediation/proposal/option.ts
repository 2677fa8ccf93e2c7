import type { ActionName } from '../../findings/action-name.ts';
import type { Finding } from '../../findings/finding.ts';

/** An action that people can request for a finding. `value` identifies both, also after a restart. */
export type Option = { value: string; title: string; action: ActionName; finding: Finding };
