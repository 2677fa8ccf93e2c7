import { z } from 'zod';

/** Worst first. */
export const severities = ['CRITICAL', 'HIGH', 'LOW'] as const;
export const Severity = z.enum(severities);
export type Severity = z.infer<typeof Severity>;

/** Every finding type by category (DESIGN 6). */
const typesOf = {
  git: [
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
  ],
  docker: [
    'image_stale',
    'image_superseded',
    'cached_layer',
    'container_unhealthy',
    'restart_loop',
    'container_missing',
    'container_not_running',
  ],
  permissions: [
    'secret_exposed',
    'world_writable',
    'wrong_mode',
    'wrong_owner',
    'config_changed',
    'file_missing',
  ],
  processes: ['duplicate_process', 'zombie_process', 'orphan_process', 'lockfile_mismatch', 'stale_lockfile'],
  services: [
    'health_check_failed',
    'health_degraded',
    'health_not_http',
    'certificate_expired',
    'certificate_untrusted',
    'certificate_expiring',
    'interface_mismatch',
    'instance_mismatch',
    'job_failed',
    'job_not_loaded',
    'unit_changed',
    'unit_not_enabled',
    'process_missing',
    'health_missing',
    'uptime_high',
    'unmanaged',
  ],
  observation: [
    'machine_unreachable',
    'host_key_changed',
    'host_key_unknown',
    'probe_failed',
    'journal_broken',
    'watch_stalled',
  ],
} as const;

export const Category = z.enum(['git', 'docker', 'permissions', 'processes', 'services', 'observation']);
export type Category = z.infer<typeof Category>;

export const FindingType = z.enum([
  ...typesOf.git,
  ...typesOf.docker,
  ...typesOf.permissions,
  ...typesOf.processes,
  ...typesOf.services,
  ...typesOf.observation,
]);
export type FindingType = z.infer<typeof FindingType>;

export function categoryOf(type: FindingType): Category {
  const found = Category.options.find((category) => typesOf[category].some((member) => member === type));
  if (!found) throw new Error(`finding type ${type} has no category`);
  return found;
}
