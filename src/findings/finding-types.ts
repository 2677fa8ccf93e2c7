import { z } from 'zod';

export const categories = ['git', 'docker', 'permissions', 'processes', 'services', 'observation'] as const;
export const Category = z.enum(categories);
export type Category = z.infer<typeof Category>;

/** Every type of finding. What is known of each is its entry in catalogue.ts; this list imports nothing, for the manifest names types too. */
export const findingTypes = [
  // git
  'git_drift',
  'git_ahead',
  'git_diverged',
  'git_unknown_commit',
  'version_unknown',
  'dirty_build',
  'checkout_dirty',
  'checkout_off_branch',
  'restart_pending',
  'version_mismatch',
  // docker
  'image_stale',
  'image_superseded',
  'cached_layer',
  'container_unhealthy',
  'restart_loop',
  'container_missing',
  'container_not_running',
  // permissions
  'secret_exposed',
  'world_writable',
  'wrong_mode',
  'wrong_owner',
  'config_changed',
  'file_missing',
  // processes
  'duplicate_process',
  'zombie_process',
  'orphan_process',
  'lockfile_mismatch',
  'stale_lockfile',
  // endpoints
  'health_check_failed',
  'health_degraded',
  'health_not_http',
  'certificate_expired',
  'certificate_untrusted',
  'certificate_expiring',
  'interface_mismatch',
  'instance_mismatch',
  'health_missing',
  'uptime_high',
  // services
  'job_failed',
  'job_not_loaded',
  'unit_changed',
  'unit_not_enabled',
  'process_missing',
  'unmanaged',
  // observation
  'machine_unreachable',
  'host_key_changed',
  'host_key_unknown',
  'site_unreachable',
  'probe_failed',
  'journal_broken',
  'watch_stalled',
  'manifest_broken',
] as const;
export const FindingType = z.enum(findingTypes);
export type FindingType = z.infer<typeof FindingType>;
