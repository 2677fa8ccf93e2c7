import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Container } from '../../../facts/container.ts';
import type { Release } from '../../../facts/release.ts';
import type { WorkflowRun } from '../../../facts/release.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { sameRevision } from '../../../text/revision.ts';
import { epochMs, isoInstant } from '../../../time/instant.ts';
import { imageBuiltAt } from '../containers/containers-of.ts';
import { labelOf } from './image-label.ts';
import { releaseOf, positionOf } from './release-of.ts';
import type { ServiceJudgement, Situation } from '../../rule.ts';
import { advised, listed, place, restartAdvice, shortSha } from '../../sentences.ts';

/** How far the builder's clock and GitHub's may differ; a push starts both at once. */
const SKEW_MS = 5 * 60_000;

type Dated = { name: string; built: number; sha: string | null };

/**
 * No image is older than the start of the branch's last good CI run, unless it was built from that run's commit or from the
 * head. `running`: the commit that the service runs. Without runs, or with a token that may not read them, there is
 * nothing to compare with; that is not a gap.
 */
export function supersededByRun(
  situation: Situation,
  service: Service,
  containers: readonly Container[],
  running: string | null,
): ServiceJudgement {
  const release = releaseOf(situation, service);
  if (!release?.ok || release.value.last_good_run === null) return { deviations: [], gaps: [] };
  const dated = datedOf(situation, service, containers, running).filter(({ sha }) =>
    mayLack(release.value, sha),
  );
  const run = release.value.last_good_run;
  if (!run.ok) {
    const detail = quotable(run.detail, 300);
    const gap = { of: 'ci_run' as const, fact: 'last good CI run', detail };
    return { deviations: [], gaps: run.reason === 'unsupported' || dated.length === 0 ? [] : [gap] };
  }
  const good = run.value;
  if (good === null) return { deviations: [], gaps: [] };
  const startedAt = epochMs(good.started_at);
  const old = dated.filter(
    ({ built, sha }) =>
      built + SKEW_MS < startedAt &&
      mayLackPaths(service, release.value, built) &&
      !(sha !== null && sameRevision(sha, good.sha)),
  );
  return { deviations: deviationOf(service, old, good), gaps: [] };
}

/** Images with a meaningful date. The commit is the label's, else the one that the service runs. */
function datedOf(
  situation: Situation,
  service: Service,
  containers: readonly Container[],
  running: string | null,
): Dated[] {
  return containers.flatMap(({ name, image }) => {
    const built = imageBuiltAt(image);
    const sha = (image && labelOf(situation, service, image)?.sha) ?? running;
    return built === null ? [] : [{ name, built, sha }];
  });
}

/** An image younger than the last commit to the service's own paths has all of their changes. */
function mayLackPaths({ repo_paths }: Service, { touched }: Release, built: number): boolean {
  return repo_paths.length === 0 || built < epochMs(touched.date);
}

/** The commit counts more than the date: an image of the head lacks nothing, and a commit not placed on the branch may be it. */
function mayLack(release: Release, sha: string | null): boolean {
  const position = sha === null ? null : positionOf(release, sha);
  if (!position) return true;
  return position.ok && position.value.state !== 'identical' && position.value.state !== 'ahead';
}

function deviationOf(service: Service, old: Dated[], run: WorkflowRun): ServiceDeviation[] {
  const oldest = old.toSorted((one, other) => one.built - other.built)[0];
  if (!oldest) return [];
  const names = old.map(({ name }) => name);
  const [built, started] = [isoInstant(oldest.built), isoInstant(run.started_at)];
  const act = restartAdvice(
    service,
    `Deploy the image of ${shortSha(run.sha)}, or build ${service.branch} again.`,
  );
  return [
    {
      type: 'image_superseded',
      property: 'image build',
      ...advised(
        `${place(service)} runs an image that was built at ${built}. The last good CI run on ${service.branch} started after that, at ${started}, for ${shortSha(run.sha)}: ${listed(names)} ${names.length === 1 ? 'runs' : 'run'} an older build.`,
        act,
      ),
      expected: `an image built at ${started} or later, or of ${run.sha}`,
      actual: built,
      evidence: { built, run_started: started, run_commit: run.sha, run_url: run.url, containers: names },
    },
  ];
}
