import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Observation } from '../../../facts/observation.ts';
import type { Release } from '../../../facts/release.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { hintsOf } from '../../../text/revision.ts';
import { runningContainers } from '../../readings/containers/containers-of.ts';
import { hidingMount } from '../../readings/containers/hidden-code.ts';
import { isUnclear } from '../../readings/git/image-label.ts';
import { healthReadings } from '../../readings/health/health-reading.ts';
import { laidReleaseOf } from '../../readings/git/laid-release-of.ts';
import { isNumberOnly, releaseOf, revisionIn, positionOf } from '../../readings/git/release-of.ts';
import type { ServiceGap, ServiceRule, Situation } from '../../rule.ts';
import { runningRevision, runningVersion } from '../../readings/git/running-revision.ts';
import type { RunningRevision, RunningVersion } from '../../readings/git/running-revision.ts';
import { advised, addressText, commitText, place } from '../../sentences.ts';

/** A service reports the commit that it runs, and its build has no uncommitted changes. */
export const version: ServiceRule = {
  name: 'version',
  types: ['version_unknown', 'dirty_build'],
  when: 'full_audit',
  judgeService: (situation, service) => {
    const deviations = judgeService(situation, service);
    return { deviations, gaps: deviations.length > 0 ? [] : hiddenCode(situation, service) };
  },
};

/** What runs comes from a mount, and nothing else says which commit it is. */
function hiddenCode(situation: Situation, service: Service): ServiceGap[] {
  if (service.repo === null || service.checkout !== null || runningRevision(situation, service) !== null)
    return [];
  return runningContainers(situation, service).flatMap((container): ServiceGap[] => {
    const mount = hidingMount(container);
    if (mount === null) return [];
    const detail = `a mount at ${quotable(mount, 200)} hides the files of the image of ${container.name}. Its label does not say what runs: report the commit as version, or give the service its checkout`;
    return [{ of: 'running_commit', fact: 'running commit', detail, of_running: true }];
  });
}

function judgeService(situation: Situation, service: Service): ServiceDeviation[] {
  if (service.repo === null) return [];
  const readings = healthReadings(situation, service);
  const running = runningVersion(situation, service);
  const known = runningRevision(situation, service);
  if (known && !isBuildNumber(situation, service, known.revision.sha))
    return known.revision.dirty ? [dirtyBuild(service, known)] : [];
  if (!running) return [...unclearLabel(situation, service), ...unclearFile(situation, service)];
  const base = { property: 'version' };
  const shown = running.version === null ? null : quotable(running.version, 80);
  const release = releaseOf(situation, service);
  const head = release?.ok ? release.value.head : null;
  // Without the repository, it is not known whether a version names one of its commits: git-drift reports that gap.
  if (running.version !== null && release && !couldName(release, running.version)) return [];
  // An error page without a version is a failed health check, which has its own finding.
  if (!readings.some(({ state }) => state === 'good')) return [];
  const target = head ? `${service.branch} (${commitText(head)})` : service.branch;
  const summary = `${place(service)} ${complaint(running, shown, service)}, so drift from ${target} cannot be checked. Bake the git SHA into the build, and report it as version.`;
  const evidence = { url: addressText(running.endpoint.url), format: running.answer.format, version: shown };
  return [
    { ...base, type: 'version_unknown', summary, expected: head?.sha ?? 'a commit', actual: shown, evidence },
  ];
}

/** Only the image's label says what runs, and it may come from the base image. */
function unclearLabel(situation: Situation, service: Service): ServiceDeviation[] {
  if (service.endpoints.length > 0) return [];
  const images = runningContainers(situation, service).flatMap(({ image }) => image ?? []);
  const image = images.find((each) => isUnclear(situation, service, each));
  if (!image) return [];
  const shown = quotable(image.revision ?? '', 80);
  return [
    {
      type: 'version_unknown',
      property: 'version',
      ...advised(
        `${place(service)} has an image labelled ${shown}, which ${addressText(service.repo ?? '')} does not know. The label may come from its base image.`,
        'Give the image its own labels (org.opencontainers.image): revision and source.',
      ),
      expected: 'a commit',
      actual: shown,
      evidence: { label: shown },
    },
  ];
}

/** Only the REVISION file says what runs, and the repository does not know its content. */
function unclearFile(situation: Situation, service: Service): ServiceDeviation[] {
  const laid = laidReleaseOf(situation, service);
  const release = releaseOf(situation, service);
  if (service.endpoints.length > 0 || service.docker_service !== null || !laid?.version || !release)
    return [];
  if (!couldName(release, laid.version)) return [];
  const known = revisionIn(situation, service, laid.version);
  if (known !== null && !isBuildNumber(situation, service, known.sha)) return [];
  const shown = quotable(laid.version, 80);
  return [
    {
      type: 'version_unknown',
      property: 'version',
      ...advised(
        `${place(service)} runs from ${quotable(laid.file, 200)}, which says ${shown}: no commit or tag that ${addressText(service.repo ?? '')} knows.`,
        "Write the commit's SHA into it at each deployment.",
      ),
      expected: 'a commit',
      actual: shown,
      evidence: { file: quotable(laid.file, 200), version: shown },
    },
  ];
}

const saying = {
  image: (shown: string) => `its image is labelled ${shown}`,
  health: (shown: string) => `it reports ${shown}`,
  file: (shown: string) => `its file REVISION says ${shown}`,
} satisfies Record<RunningRevision['source'], (shown: string) => string>;

function dirtyBuild(service: Service, { version, source }: RunningRevision): ServiceDeviation {
  const shown = quotable(version, 80);
  const says = saying[source](shown);
  return {
    type: 'dirty_build',
    property: 'version',
    ...advised(
      `${place(service)} runs a build with uncommitted changes: ${says}. What it runs is in no repository.`,
      `Commit the changes, or build ${service.branch} from a clean checkout.`,
    ),
    expected: 'a build of a commit',
    actual: shown,
    evidence: { version: shown },
  };
}

function isBuildNumber(situation: Situation, service: Service, sha: string): boolean {
  const release = releaseOf(situation, service);
  const position = release?.ok ? positionOf(release.value, sha) : null;
  return position?.ok === true && isNumberOnly(sha, position.value);
}

function couldName(release: Observation<Release>, version: string): boolean {
  const { commits, tags } = hintsOf(version);
  if (commits.length + tags.length === 0) return true;
  return release.ok && release.value.named[version]?.ok !== false;
}

function complaint(running: RunningVersion, shown: string | null, service: Service): string {
  if (shown !== null) {
    const isLookedUp = hintsOf(running.version ?? '').commits.length > 0;
    const known = isLookedUp ? ` that ${addressText(service.repo ?? '')} knows` : '';
    return `reports version ${shown === '' ? '""' : shown}, not a commit${known}`;
  }
  if (['none', 'page', 'unreadable'].includes(running.answer.format))
    return `answers ${addressText(running.endpoint.url)} with something that is not a health answer`;
  return 'reports no version';
}
