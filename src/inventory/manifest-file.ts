import { z } from 'zod';
import { Defaults, MachineEntry, ServiceEntry } from './entries.ts';
import { Policy } from './policy-entry.ts';
import { Name } from './fields.ts';

/** The file as it is written (DESIGN 4); resolve.ts turns it into a Manifest. */
export const ManifestFile = z.strictObject({
  $schema: z.string().optional().describe('For editors.'),
  machines: z
    .record(Name, MachineEntry)
    .optional()
    .describe('Machines by name. One that is not listed is made from the `host` of its services.'),
  defaults: Defaults.optional().describe('Fields for every service that does not set them itself.'),
  services: z.array(ServiceEntry).min(1).describe('What should run, and where.'),
  policy: Policy.optional().describe('Rules for approvals, and severities by risk tier.'),
});
export type ManifestFile = z.infer<typeof ManifestFile>;
