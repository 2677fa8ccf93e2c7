import { z } from 'zod';
import { FindingType } from '../findings/finding-types.ts';
import { Severity } from '../findings/severity.ts';
import * as field from './fields.ts';

/** Settings for all services together. Editors show the descriptions. */
export const Policy = z.strictObject({
  unmanaged: z
    .enum(['off', 'report'])
    .optional()
    .describe('report: what runs on a machine and is in no manifest is a finding (LOW). Default: off.'),
  unmanaged_ignore: z
    .array(field.Name)
    .optional()
    .describe('Names that `unmanaged` does not report; `*` matches any text. Default: none.'),
  four_eyes: z.boolean().optional().describe('Nobody approves their own request. Default: true.'),
  approval_ttl: field.Duration.optional().describe('How long a request can be approved. Default: 15m.'),
  severity: z
    .partialRecord(Severity, z.partialRecord(FindingType, Severity))
    .optional()
    .describe(
      'By risk tier, severities of finding types: { LOW: { health_check_failed: HIGH } }. Nothing is lowered for a trading service.',
    ),
});
