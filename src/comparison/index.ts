import { cachedLayer } from './rules/containers/cached-layer.ts';
import { comparingBy } from './compare.ts';
import type { Comparison } from './comparison.ts';
import { certificate } from './rules/services/certificate.ts';
import { checkoutState } from './rules/git/checkout-state.ts';
import { configChanged } from './rules/files/config-changed.ts';
import { containerMissing } from './rules/containers/container-missing.ts';
import { containerNotRunning } from './rules/containers/container-not-running.ts';
import { containerUnhealthy } from './rules/containers/container-unhealthy.ts';
import { duplicateProcess } from './rules/processes/duplicate-process.ts';
import { fileMissing } from './rules/files/file-missing.ts';
import { filePermissions } from './rules/files/file-permissions.ts';
import { gitDrift } from './rules/git/git-drift.ts';
import { healthCheck } from './rules/services/health-check.ts';
import { healthDegraded } from './rules/services/health-degraded.ts';
import { healthMissing } from './rules/services/health-missing.ts';
import { healthNotHttp } from './rules/services/health-not-http.ts';
import { imageStale } from './rules/containers/image-stale.ts';
import { imageSuperseded } from './rules/containers/image-superseded.ts';
import { instanceMismatch } from './rules/services/instance-mismatch.ts';
import { interfaceMismatch } from './rules/services/interface-mismatch.ts';
import { job } from './rules/services/job.ts';
import { lockfile } from './rules/processes/lockfile.ts';
import { machineUnreachable } from './rules/observation/machine-unreachable.ts';
import { orphanProcess } from './rules/processes/orphan-process.ts';
import { probeFailed } from './rules/observation/probe-failed.ts';
import { processMissing } from './rules/processes/process-missing.ts';
import { restartLoop } from './rules/containers/restart-loop.ts';
import { restartPending } from './rules/git/restart-pending.ts';
import type { Rule, Situation } from './rule.ts';
import { unitFile } from './rules/services/unit-file.ts';
import { unmanaged } from './rules/processes/unmanaged.ts';
import { unseenFiles } from './rules/files/unseen-files.ts';
import { siteUnreachable } from './rules/observation/site-unreachable.ts';
import { uptime } from './rules/services/uptime.ts';
import { versionMismatch } from './rules/git/version-mismatch.ts';
import { version } from './rules/git/version.ts';
import { wrongOwner } from './rules/files/wrong-owner.ts';
import { zombieProcess } from './rules/processes/zombie-process.ts';

/** Every rule. Their order does not matter: findings are sorted by severity. */
export const rules: readonly Rule[] = [
  machineUnreachable,
  siteUnreachable,
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

/** Applies every rule to a situation, with pauses. */
export function comparing(situation: Situation): Generator<void, Comparison> {
  return comparingBy(situation, rules);
}
