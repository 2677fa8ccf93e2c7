import { z } from 'zod';
import { Finding } from '../findings/finding.ts';

const MachineState = z.strictObject({
  name: z.string(),
  host: z.string(),
  status: z.enum(['observed', 'partial', 'unreachable', 'not_probed']),
  error: z.string().nullable(),
  duration_ms: z.number().nullable(),
});
export type MachineState = z.infer<typeof MachineState>;

const ServiceState = z.strictObject({
  name: z.string(),
  machine: z.string(),
  status: z.enum(['in_sync', 'drift', 'unknown']),
  /** the facts that the manifest asks for but that were not seen, in words, whatever the status */
  unseen: z.array(z.string()).default([]),
  running_sha: z.string().nullable(),
  expected_sha: z.string().nullable(),
  commits_behind: z.int().nullable(),
  pid: z.int().nullable(),
  uptime_seconds: z.number().nullable(),
  instances: z.int().nullable(),
});
export type ServiceState = z.infer<typeof ServiceState>;

export const Trigger = z.enum(['cli', 'command', 'schedule', 'merge', 'api', 'watch']);
export type Trigger = z.infer<typeof Trigger>;

/** All findings of one audit: the JSON contract of DESIGN 7, worst finding first. */
export const Report = z.strictObject({
  schema: z.literal('driftwatch/report@1'),
  id: z.string(),
  trigger: Trigger,
  /** `machine` only if the audit was limited to one */
  scope: z.strictObject({ service: z.string().nullable(), machine: z.string().optional() }),
  started_at: z.iso.datetime(),
  finished_at: z.iso.datetime(),
  duration_ms: z.int(),
  verdict: z.enum(['in_sync', 'drift', 'incomplete']),
  counts: z.strictObject({ CRITICAL: z.int(), HIGH: z.int(), LOW: z.int(), unknown: z.int() }),
  machines: z.array(MachineState),
  services: z.array(ServiceState),
  findings: z.array(Finding),
  resolved: z.array(Finding),
});
export type Report = z.infer<typeof Report>;
