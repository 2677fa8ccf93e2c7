import { parseDuration } from './duration.ts';
import {
  brokenDependencies,
  duplicateNames,
  loweredSeverities,
  needsRepository,
  needsSsh,
  unwatchedTrading,
} from './cross-checks.ts';
import { endpointsOf } from './endpoints.ts';
import { kindOf, loweredForTrading } from './kind.ts';
import { machinesOf } from './machines.ts';
import type { Machine, Service, Resolved } from './manifest.ts';
import type { ManifestFile } from './manifest-file.ts';
import { mergeDefaults } from './merge.ts';
import type { MergedEntry } from './merge.ts';
import { fleetNotes, tradingNotes } from './notes.ts';
import { lineOf, problemsError } from './text/problem.ts';
import type { Problem } from './text/problem.ts';

const QUARTER_HOUR_MS = 900_000;

/** Fills in every default and resolves every name. @throws UserError if the entries contradict each other */
export function resolveManifest(file: ManifestFile): Resolved {
  const { problems, ...resolved } = resolve(file);
  if (problems.length > 0) throw problemsError('manifest', problems);
  return resolved;
}

/** Like resolveManifest, but returns every problem instead of throwing; without problems the manifest is complete. */
export function resolve(file: ManifestFile): Resolved & { problems: Problem[] } {
  const problems = duplicateNames(file);
  const notes: string[] = [];
  const drafts = mergeDefaults(file);
  const machines = machinesOf(file, drafts, problems);
  const byName = new Map(machines.map((machine) => [machine.name, machine]));
  const services: Service[] = [];
  const tiers = file.policy?.severity ?? {};
  for (const draft of drafts) {
    if (!draft.risk_tier) {
      problems.push({
        path: draft.at('risk_tier'),
        text: 'missing: one of CRITICAL, HIGH, LOW, here or in defaults',
      });
    }
    const machine = byName.get(draft.machine ?? '');
    if (!machine) continue;
    const service = serviceOf(draft, machine, tiers, notes, problems);
    problems.push(
      ...needsSsh(draft, service, machine),
      ...needsRepository(draft, service),
      ...loweredSeverities(draft, service),
      ...unwatchedTrading(draft, service),
    );
    services.push(service);
  }
  problems.push(...brokenDependencies(drafts));
  const policy = {
    four_eyes: file.policy?.four_eyes ?? true,
    approval_ttl_ms: parseDuration(file.policy?.approval_ttl ?? '') ?? QUARTER_HOUR_MS,
  };
  const watched = file.policy?.unmanaged === 'report';
  const ignore = file.policy?.unmanaged_ignore ?? [];
  if (watched) for (const machine of machines) machine.unmanaged = { ignore };
  const manifest = { machines, services, policy };
  notes.push(...fleetNotes(manifest));
  return { manifest, notes, problems: withoutRepeated(problems) };
}

/** A wrong default shows up at each service. */
function withoutRepeated(problems: Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [lineOf(problem), problem])).values()];
}

/** The policy's severities, by risk tier. */
type Tiers = NonNullable<NonNullable<ManifestFile['policy']>['severity']>;

function serviceOf(
  draft: MergedEntry,
  machine: Machine,
  tiers: Tiers,
  notes: string[],
  problems: Problem[],
): Service {
  // a missing tier is already a problem, so the result is not used
  const risk_tier = draft.risk_tier ?? 'CRITICAL';
  const { kind, singleton, note } = kindOf(draft, draft.kind, risk_tier);
  if (note !== null) notes.push(note);
  const place = draft.docker_service ? 'container' : 'host';
  const service: Service = {
    name: draft.name,
    machine: machine.name,
    risk_tier,
    kind,
    repo: draft.repo ?? null,
    branch: draft.branch ?? 'main',
    repo_paths: [...new Set(draft.repo_paths ?? [])].toSorted(),
    endpoints: endpointsOf(draft, machine, problems),
    health: {
      version_path: draft.health?.version_path ?? null,
      timeout_ms: draft.health?.timeout_ms ?? 5000,
      headers: draft.health?.headers ?? {},
      expect_status: [draft.health?.expect_status ?? 200].flat(),
      good: (draft.health?.good ?? []).map(String),
      accept: draft.health?.accept ?? null,
      ca: draft.health?.ca ?? null,
      insecure: draft.health?.insecure ?? false,
    },
    launchd_label: draft.launchd_label ?? null,
    systemd_unit: draft.systemd_unit ?? null,
    docker_service: draft.docker_service ?? null,
    run: draft.run ?? 'always',
    process: draft.process ?? null,
    instances: draft.instances ?? null,
    singleton: draft.singleton ?? singleton,
    lockfile: draft.lockfile ?? null,
    checkout: draft.checkout ?? null,
    image: { max_age_days: draft.image?.max_age_days ?? 7 },
    files: (draft.files ?? []).map((file) => ({
      ...file,
      in: file.in ?? place,
      secret: file.secret ?? false,
    })),
    scan: draft.scan ?? [],
    sudo: draft.sudo ?? machine.sudo,
    watch: kind === 'trading' || (draft.watch ?? risk_tier === 'CRITICAL'),
    deploy_grace_ms: parseDuration(draft.deploy_grace ?? '') ?? QUARTER_HOUR_MS,
    depends_on: draft.depends_on ?? [],
    maintenance: draft.maintenance ?? [],
    severity: { ...tiers[risk_tier], ...draft.severity },
  };
  notes.push(...tradingNotes(service));
  return kind === 'trading' ? { ...service, severity: withoutLowered(service.severity) } : service;
}

function withoutLowered(severity: Service['severity']): Service['severity'] {
  const kept = { ...severity };
  for (const type of loweredForTrading(severity)) delete kept[type];
  return kept;
}
