import { z } from 'zod';

/** Every action that a person may approve; each is a file in remediation/actions. */
export const actionNames = [
  'restart-container',
  'restart-launchd-job',
  'restart-systemd-unit',
  'remove-lockfile',
  'tighten-mode',
] as const;
export const ActionName = z.enum(actionNames);
export type ActionName = z.infer<typeof ActionName>;
