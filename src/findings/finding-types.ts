import { z } from 'zod';
import { cachedLayer } from './entries/docker/cached-layer.ts';
import { certificateExpired } from './entries/services/certificate-expired.ts';
import { certificateExpiring } from './entries/services/certificate-expiring.ts';
import { certificateUntrusted } from './entries/services/certificate-untrusted.ts';
import { checkoutDirty } from './entries/git/checkout-dirty.ts';
import { checkoutOffBranch } from './entries/git/checkout-off-branch.ts';
import { configChanged } from './entries/permissions/config-changed.ts';
import { containerMissing } from './entries/docker/container-missing.ts';
import { containerNotRunning } from './entries/docker/container-not-running.ts';
import { containerUnhealthy } from './entries/docker/container-unhealthy.ts';
import { dirtyBuild } from './entries/git/dirty-build.ts';
import { duplicateProcess } from './entries/processes/duplicate-process.ts';
import { fileMissing } from './entries/permissions/file-missing.ts';
import { gitAhead } from './entries/git/git-ahead.ts';
import { gitDiverged } from './entries/git/git-diverged.ts';
import { gitDrift } from './entries/git/git-drift.ts';
import { gitUnknownCommit } from './entries/git/git-unknown-commit.ts';
import { healthCheckFailed } from './entries/services/health-check-failed.ts';
import { healthDegraded } from './entries/services/health-degraded.ts';
import { healthMissing } from './entries/services/health-missing.ts';
import { healthNotHttp } from './entries/services/health-not-http.ts';
import { hostKeyChanged } from './entries/observation/host-key-changed.ts';
import { hostKeyUnknown } from './entries/observation/host-key-unknown.ts';
import { imageStale } from './entries/docker/image-stale.ts';
import { imageSuperseded } from './entries/docker/image-superseded.ts';
import { instanceMismatch } from './entries/services/instance-mismatch.ts';
import { interfaceMismatch } from './entries/services/interface-mismatch.ts';
import { jobFailed } from './entries/services/job-failed.ts';
import { jobNotLoaded } from './entries/services/job-not-loaded.ts';
import { journalBroken } from './entries/observation/journal-broken.ts';
import { lockfileMismatch } from './entries/processes/lockfile-mismatch.ts';
import { machineUnreachable } from './entries/observation/machine-unreachable.ts';
import { manifestBroken } from './entries/observation/manifest-broken.ts';
import { orphanProcess } from './entries/processes/orphan-process.ts';
import { probeFailed } from './entries/observation/probe-failed.ts';
import { processMissing } from './entries/services/process-missing.ts';
import { restartLoop } from './entries/docker/restart-loop.ts';
import { restartPending } from './entries/git/restart-pending.ts';
import { secretExposed } from './entries/permissions/secret-exposed.ts';
import { siteUnreachable } from './entries/observation/site-unreachable.ts';
import { staleLockfile } from './entries/processes/stale-lockfile.ts';
import { unitChanged } from './entries/services/unit-changed.ts';
import { unitNotEnabled } from './entries/services/unit-not-enabled.ts';
import { unmanaged } from './entries/services/unmanaged.ts';
import { uptimeHigh } from './entries/services/uptime-high.ts';
import { versionMismatch } from './entries/git/version-mismatch.ts';
import { versionUnknown } from './entries/git/version-unknown.ts';
import { watchStalled } from './entries/observation/watch-stalled.ts';
import { worldWritable } from './entries/permissions/world-writable.ts';
import { wrongMode } from './entries/permissions/wrong-mode.ts';
import { wrongOwner } from './entries/permissions/wrong-owner.ts';
import { zombieProcess } from './entries/processes/zombie-process.ts';

/** Every finding type and its entry, in the order of the docs. A type exists if it has an entry here. */
export const entries = {
  git_drift: gitDrift,
  git_ahead: gitAhead,
  git_diverged: gitDiverged,
  git_unknown_commit: gitUnknownCommit,
  version_unknown: versionUnknown,
  dirty_build: dirtyBuild,
  checkout_dirty: checkoutDirty,
  checkout_off_branch: checkoutOffBranch,
  restart_pending: restartPending,
  version_mismatch: versionMismatch,
  image_stale: imageStale,
  image_superseded: imageSuperseded,
  cached_layer: cachedLayer,
  container_unhealthy: containerUnhealthy,
  restart_loop: restartLoop,
  container_missing: containerMissing,
  container_not_running: containerNotRunning,
  secret_exposed: secretExposed,
  world_writable: worldWritable,
  wrong_mode: wrongMode,
  wrong_owner: wrongOwner,
  config_changed: configChanged,
  file_missing: fileMissing,
  duplicate_process: duplicateProcess,
  zombie_process: zombieProcess,
  orphan_process: orphanProcess,
  lockfile_mismatch: lockfileMismatch,
  stale_lockfile: staleLockfile,
  health_check_failed: healthCheckFailed,
  health_degraded: healthDegraded,
  health_not_http: healthNotHttp,
  certificate_expired: certificateExpired,
  certificate_untrusted: certificateUntrusted,
  certificate_expiring: certificateExpiring,
  interface_mismatch: interfaceMismatch,
  instance_mismatch: instanceMismatch,
  job_failed: jobFailed,
  job_not_loaded: jobNotLoaded,
  unit_changed: unitChanged,
  unit_not_enabled: unitNotEnabled,
  process_missing: processMissing,
  health_missing: healthMissing,
  uptime_high: uptimeHigh,
  unmanaged: unmanaged,
  machine_unreachable: machineUnreachable,
  host_key_changed: hostKeyChanged,
  host_key_unknown: hostKeyUnknown,
  site_unreachable: siteUnreachable,
  probe_failed: probeFailed,
  watch_stalled: watchStalled,
  manifest_broken: manifestBroken,
  journal_broken: journalBroken,
};

export type FindingType = keyof typeof entries;

const isType = (key: string): key is FindingType => key in entries;
export const findingTypes: readonly FindingType[] = Object.keys(entries).filter(isType);
export const FindingType = z.enum(findingTypes);
