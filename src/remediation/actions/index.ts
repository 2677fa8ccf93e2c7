import type { ActionName } from '../../findings/action-name.ts';
import type { Action } from './action.ts';
import { removeLockfile } from './remove-lockfile.ts';
import { restartContainer } from './restart-container.ts';
import { restartLaunchdJob } from './restart-launchd-job.ts';
import { restartSystemdUnit } from './restart-systemd-unit.ts';
import { tightenMode } from './tighten-mode.ts';

/** Every action, by name. Nothing else can change a machine. */
export const actions: Record<ActionName, Action> = {
  'restart-container': restartContainer,
  'restart-launchd-job': restartLaunchdJob,
  'restart-systemd-unit': restartSystemdUnit,
  'remove-lockfile': removeLockfile,
  'tighten-mode': tightenMode,
};
