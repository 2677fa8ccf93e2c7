import type { ProbeName } from '../facts/machine-facts.ts';
import { FindingType } from '../findings/finding-types.ts';
import type { Found } from '../findings/finding.ts';
import type { Sight } from '../report/sight.ts';
import { reachOf } from './readings/reach.ts';
import { sawAllThatRuns } from './rules/processes/unmanaged.ts';
import type { Gap, Rule, Situation } from './rule.ts';

const git = ['git_drift', 'git_ahead', 'git_diverged', 'git_unknown_commit'] as const;
const version = [...git, 'version_unknown', 'dirty_build', 'version_mismatch'] as const;
const image = ['image_stale', 'image_superseded', 'cached_layer'] as const;
const container = [
  'container_missing',
  'container_not_running',
  'container_unhealthy',
  'restart_loop',
] as const;
const file = [
  'secret_exposed',
  'world_writable',
  'wrong_mode',
  'wrong_owner',
  'config_changed',
  'file_missing',
] as const;
const process = ['duplicate_process', 'process_missing', 'orphan_process', 'zombie_process'] as const;
const job = ['job_failed', 'job_not_loaded', 'unit_changed', 'unit_not_enabled'] as const;
const lock = ['lockfile_mismatch', 'stale_lockfile'] as const;
const answers = [
  'health_check_failed',
  'health_degraded',
  'health_not_http',
  'certificate_expired',
  'certificate_untrusted',
  'certificate_expiring',
  'interface_mismatch',
  'instance_mismatch',
  'uptime_high',
] as const;

/** What cannot be told without a machine's section. More than need be: an open finding stays open a little longer. */
const restsOn: Record<ProbeName, readonly FindingType[]> = {
  processes: [...process, ...lock, 'restart_pending', 'instance_mismatch', 'uptime_high', 'restart_loop'],
  listeners: process,
  lockfiles: [...lock, 'orphan_process'],
  jobs: [...job, 'restart_loop', 'orphan_process', 'process_missing', 'uptime_high', ...lock],
  files: file,
  local_health: [...answers, ...version, ...lock, 'orphan_process', 'duplicate_process'],
  checkout: ['checkout_dirty', 'checkout_off_branch', 'restart_pending', ...version],
  scans: file,
  containers: [...container, ...image, ...version, ...process, ...file],
  container_files: file,
  unmanaged: ['unmanaged'],
};

/** Of a service that is down nobody can say which commit would run, or how many would answer. */
const down: readonly FindingType[] = [
  'health_check_failed',
  'health_not_http',
  'certificate_expired',
  'certificate_untrusted',
  'process_missing',
  'container_missing',
  'container_not_running',
];
const hiddenWhileDown: readonly FindingType[] = [
  ...version,
  ...image,
  'restart_pending',
  'interface_mismatch',
  'instance_mismatch',
  'health_degraded',
  'uptime_high',
  'container_unhealthy',
];

/** What the audit looked at, from the gaps that each rule reported. */
export function sightOf(
  situation: Situation,
  judged: readonly { rule: Rule; gaps: readonly Gap[] }[],
  findings: readonly Found[],
): Sight {
  const blind = new Map<string, Set<FindingType>>();
  const hide = (service: string, types: readonly FindingType[]) => {
    const known = blind.get(service) ?? new Set();
    for (const type of types) known.add(type);
    blind.set(service, known);
  };
  for (const { rule, gaps } of judged) for (const gap of gaps) hide(gap.service, typesBehind(rule, gap));
  for (const { service, type } of findings) {
    if (service !== null && down.includes(type)) hide(service, hiddenWhileDown);
  }
  return {
    services: situation.services.map(({ name }) => name),
    machines: Object.fromEntries(situation.machines.map(({ name }) => [name, reachOf(situation, name)])),
    types: typesOf(situation, judged),
    blind: Object.fromEntries([...blind].map(([service, types]) => [service, [...types]])),
    inventory: situation.inventory.map(({ name }) => name),
  };
}

/** What a rule could not see hides more than its own findings, where others rest on the same facts. */
const beside: Record<string, readonly FindingType[]> = {
  'health-check': [...restsOn.local_health, ...image],
  'git-drift': [...version, ...image],
  'checkout-state': restsOn.checkout,
  'container-missing': restsOn.containers,
  'unseen-files': file,
};

/** A rule's gap hides what the rule looks for; that of a lost section all that rests on the section. */
function typesBehind(rule: Rule, { lost_with }: Gap): readonly FindingType[] {
  if (rule.name === 'probe-failed') return sectionTypes(lost_with);
  return [...rule.types, ...(beside[rule.name] ?? [])];
}

function sectionTypes(lost: Gap['lost_with']): readonly FindingType[] {
  if (lost === 'repository') return [...version, ...image, 'checkout_off_branch'];
  const section = typeof lost === 'object' ? lost.section : null;
  const known = Object.entries(restsOn).find(([name]) => name === section);
  return known?.[1] ?? FindingType.options;
}

/** Where not every section is read, that one of them could not be read still stands. */
function typesOf(situation: Situation, judged: readonly { rule: Rule }[]): FindingType[] {
  const types = new Set(judged.flatMap(({ rule }) => rule.types));
  if (situation.only !== 'all') types.delete('probe_failed');
  if (!sawAllThatRuns(situation)) types.delete('unmanaged');
  return [...types];
}
