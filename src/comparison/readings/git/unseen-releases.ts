import { commitTagOf } from '../../../text/image-tag.ts';
import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Observation, Reason } from '../../../facts/observation.ts';
import type { Release } from '../../../facts/release.ts';
import type { Deviation } from '../../../findings/finding.ts';
import { runningContainers } from '../containers/containers-of.ts';
import { healthReadings } from '../health/health-reading.ts';
import { laidReleaseOf } from './laid-release-of.ts';
import { releaseOf, revisionIn } from './release-of.ts';
import type { Gap, Situation } from '../../rule.ts';
import { addressText, listed, shortSha } from '../../sentences.ts';
import { releaseKey } from '../../../facts/release.ts';

type Failure = { reason: Reason; detail: string; code?: string };
type Problem = Failure & { repo: string; branch: string; services: string[] };

/**
 * One finding per repository that could not be read, or one for all if they share the cause (the API, the token).
 * Pauses after each repository.
 */
export function* unseenReleases(situation: Situation): Generator<void, Deviation[]> {
  const problems = yield* problemsOf(situation);
  const coded = problems.filter(({ code }) => code !== undefined);
  const alike = Map.groupBy(coded, ({ reason, code }) => `${reason} ${code}`);
  const groups = [...alike.values()].filter((group) => new Set(group.map(({ repo }) => repo)).size > 1);
  const shared = new Set(groups.flat());
  const byReason = Map.groupBy(shared, ({ reason }) => reason);
  return [
    ...[...byReason].map(([reason, group]) => deviationOf(`repositories ${reason}`, group)),
    ...problems
      .filter((problem) => !shared.has(problem))
      .map((problem) => deviationOf(`repository ${releaseKey(problem.repo, problem.branch)}`, [problem])),
  ];
}

function* problemsOf(situation: Situation): Generator<void, Problem[]> {
  const wanting = situation.services.filter(({ repo }) => repo !== null);
  const byRelease = Map.groupBy(wanting, (service) => releaseKey(service.repo ?? '', service.branch));
  const problems: Problem[] = [];
  for (const services of byRelease.values()) {
    yield;
    const failed = services.flatMap((service) => {
      // Services with different paths have separate releases, but share one repository.
      const observation = releaseOf(situation, service);
      const failure = observation ? failureOf(situation, service, observation) : null;
      return failure ? [{ service, failure }] : [];
    });
    const [first] = failed;
    if (!first) continue;
    const { repo, branch } = first.service;
    const names = failed.map(({ service }) => service.name);
    problems.push({ repo: repo ?? '', branch, ...first.failure, services: names });
  }
  return problems;
}

/** Why the repository, or one of the service's revisions in it, could not be read. */
function failureOf(situation: Situation, service: Service, release: Observation<Release>): Failure | null {
  if (!release.ok) return release;
  for (const version of versionsOf(situation, service)) {
    const failure = lookupFailure(situation, service, release.value, version);
    if (failure) return failure;
  }
  return null;
}

/** Gaps for revisions that a service reports, on any interface, whose position on the branch is not known. */
export function unplacedRevisions(situation: Situation, service: Service): Gap[] {
  const release = releaseOf(situation, service);
  if (!release?.ok) return [];
  return versionsOf(situation, service).flatMap((version): Gap[] => {
    const failure = lookupFailure(situation, service, release.value, version);
    if (!failure) return [];
    const sha = revisionIn(situation, service, version)?.sha ?? '';
    const unnamed = release.value.named[version]?.ok === false;
    const fact = unnamed
      ? `which commit ${quotable(version, 80)} names`
      : `position of ${shortSha(sha)} on ${service.branch}`;
    const detail = quotable(failure.detail, 300);
    return [{ service: service.name, of: 'repository', fact, detail, lost_with: 'repository' }];
  });
}

function lookupFailure(
  situation: Situation,
  service: Service,
  { named, positions }: Release,
  version: string,
): Failure | null {
  const name = named[version];
  if (name?.ok === false) return name;
  const position = positions[revisionIn(situation, service, version)?.sha ?? ''];
  return position?.ok === false ? position : null;
}

/** The versions that its health endpoints, its containers' images and its REVISION file name. */
function versionsOf(situation: Situation, service: Service): string[] {
  const answers = healthReadings(situation, service).map(({ answer }) => answer?.version ?? null);
  const images = runningContainers(situation, service).flatMap(({ image, image_ref }) => [
    image?.revision ?? null,
    commitTagOf(image_ref),
  ]);
  const laid = laidReleaseOf(situation, service)?.version ?? null;
  return [...new Set([...answers, ...images, laid].filter((version) => version !== null))];
}

function deviationOf(property: string, problems: Problem[]): Deviation {
  const services = problems.flatMap(({ services }) => services);
  const repositories = [...new Set(problems.map(({ repo }) => addressText(repo)))];
  const detail = quotable(problems[0]?.detail ?? '', 300);
  return {
    type: 'probe_failed',
    service: null,
    machine: null,
    property,
    lost: 'repository',
    affects: { services },
    summary: `${listed(repositories, 3)} could not be read: ${detail}${detail.endsWith('?') ? '' : '.'} Whether ${listed(services)} ${services.length === 1 ? 'is' : 'are'} behind is unknown.`,
    expected: null,
    actual: problems[0]?.reason ?? null,
    evidence: {
      services,
      repositories,
      details: [...new Set(problems.map(({ detail }) => quotable(detail)))].slice(0, 20),
    },
  };
}
