import { acknowledge } from './acknowledge.ts';
import { details } from './details.ts';
import { remediate } from './remediate.ts';
import type { Select } from './select.ts';

/** action -> select */
export const selects: Record<string, Select> = { acknowledge, details, remediate };
