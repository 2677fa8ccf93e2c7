import { cachedLayer } from './cached-layer.ts';
import { certificate } from './certificate.ts';
import { checkoutState } from './checkout-state.ts';
import { configChanged } from './config-changed.ts';
import { containerMissing } from './container-missing.ts';
import { containerNotRunning } from './container-not-running.ts';
import { containerUnhealthy } from './container-unhealthy.ts';
import { duplicateProcess } from './duplicate-process.ts';
import { fileMissing } from './file-missing.ts';
import { filePermissions } from './file-permissions.ts';
import { gitDrift } from './git-drift.ts';
import { healthCheck } from './health-check.ts';
import { healthDegraded } from './health-degraded.ts';
import { healthMissing } from './health-missing.ts';
import { healthNotHttp } from './health-not-http.ts';
import { imageStale } from './image-stale.ts';
import { imageSuperseded } from './image-superseded.ts';
import { instanceMismatch } from './instance-mismatch.ts';
import { interfaceMismatch } from './interface-mismatch.ts';
import { job } from './job.ts';
import { lockfile } from './lockfile.ts';
import { machineUnreachable } from './machine-unreachable.ts';
import { orphanProcess } from './orphan-process.ts';
import { probeFailed } from './probe-failed.ts';
import { processMissing } from './process-missing.ts';
import { restartLoop } from './restart-loop.ts';
import { restartPending } from './restart-pending.ts';
import type { Rule } from './rule.ts';
import { unitFile } from './unit-file.ts';
import { unmanaged } from './unmanaged.ts';
import { unseenFiles } from './unseen-files.ts';
import { uptime } from './uptime.ts';
import { versionMismatch } from './version-mismatch.ts';
import { version } from './version.ts';
import { wrongOwner } from './wrong-owner.ts';
import { zombieProcess } from './zombie-process.ts';

/** Every rule. Their order does not matter: findings are sorted by severity. */
export const rules: readonly Rule[] = [
  machineUnreachable,
  probeFailed,
  healthCheck,
  healthDegraded,
  healthNotHttp,
  certificate,
  interfaceMismatch,
  instanceMismatch,
  healthMissing,
  version,
  versionMismatch,
  checkoutState,
  restartPending,
  gitDrift,
  uptime,
  job,
  unitFile,
  lockfile,
  duplicateProcess,
  orphanProcess,
  processMissing,
  zombieProcess,
  fileMissing,
  filePermissions,
  wrongOwner,
  configChanged,
  unseenFiles,
  unmanaged,
  containerMissing,
  containerNotRunning,
  containerUnhealthy,
  restartLoop,
  imageStale,
  imageSuperseded,
  cachedLayer,
];
