import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Container } from '../../../facts/container.ts';
import type { Commit } from '../../../facts/release.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { epochMs, isoInstant } from '../../../time/instant.ts';
import { builtAt } from '../../readings/containers/containers-of.ts';
import { ownCodeContainers } from '../../readings/containers/hidden-code.ts';
import { instructionText, ownCopies } from '../../readings/containers/own-layers.ts';
import { releaseOf, positionOf } from '../../readings/git/release-of.ts';
import type { ServiceGap, ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { imageRevision, runningRevision } from '../../readings/git/running-revision.ts';
import { advised, commitText, place, restartAdvice } from '../../sentences.ts';

/** One build seldom takes longer. */
const LONG_BUILD_MS = 30 * 60_000;
/** An image that was built after a commit holds files that were copied after it. */
export const cachedLayer: ServiceRule = {
  name: 'cached-layer',
  types: ['cached_layer'],
  when: 'full_audit',
  judgeService,
};

function judgeService(situation: Situation, service: Service): ServiceJudgement {
  if (service.repo === null) return { deviations: [], gaps: [] };
  const containers = ownCodeContainers(situation, service);
  const gaps = containers
    .filter(({ image }) => image?.layers === null)
    .map(({ name }): ServiceGap => {
      const detail = 'the engine did not report the history of its image';
      return { of: 'image_layers', fact: `layers of ${name}`, detail };
    });
  const claim = claimed(situation, service);
  const deviations = containers.flatMap((container) => deviationOf(service, container, claim));
  return { deviations: deviations.slice(0, 1), gaps };
}

/** `told`: the image or the service says that it is of this commit */
type Claim = { commits: Commit[]; told: boolean };

/**
 * The commits that the image should contain. A label names the commit that was built; without one, it is the branch's head
 * at that time. An intended rebuild of an old commit is drift, but not the cache's fault.
 */
function claimed(situation: Situation, service: Service): Claim {
  const release = releaseOf(situation, service);
  if (!release?.ok) return { commits: [], told: false };
  const label = imageRevision(situation, service);
  const sha = (label ?? runningRevision(situation, service))?.revision.sha;
  const position = sha === undefined ? null : positionOf(release.value, sha);
  const placed = position?.ok && position.value.state !== 'unknown_commit' ? position.value : null;
  const { touched } = release.value;
  const isOwn = (commit: Commit) => service.repo_paths.length === 0 || commit.sha === touched.sha;
  // A commit that touches none of the service's paths has nothing to copy.
  if (label) return { commits: placed && isOwn(placed.commit) ? [placed.commit] : [], told: true };
  if (placed?.state === 'ahead' || placed?.state === 'diverged')
    return { commits: isOwn(placed.commit) ? [placed.commit] : [], told: true };
  const commits = [touched, ...(placed?.oldest_missing ? [placed.oldest_missing] : [])];
  return { commits, told: placed?.state === 'identical' };
}

function deviationOf(
  service: Service,
  { name, image, engine }: Container,
  { commits, told }: Claim,
): ServiceDeviation[] {
  const built = builtAt(image?.created ?? null);
  const copies = ownCopies(image?.layers ?? []).map((layer) => ({ layer, at: builtAt(layer.created) }));
  const newest = copies.toSorted((one, other) => (other.at ?? 0) - (one.at ?? 0))[0];
  // A layer without a date may be the newest.
  if (built === null || !newest || newest.at === null || copies.some(({ at }) => at === null)) return [];
  const copied = newest.at;
  // A commit that came while one long build ran is not in the image either, and no cache is to blame.
  if (!told && built - copied < LONG_BUILD_MS) return [];
  const commit = commits.find(({ date }) => copied < epochMs(date) && epochMs(date) < built);
  if (!commit) return [];
  const instruction = quotable(instructionText(newest.layer), 120);
  const [copiedText, builtText] = [isoInstant(copied), isoInstant(built)];
  const minute = (text: string) => `${text.slice(0, 16)}Z`;
  return [
    {
      type: 'cached_layer',
      property: 'image',
      ...advised(
        `${place(service)} runs an image that was built at ${minute(builtText)}, after ${commitText(commit)}. But its files were copied at ${minute(copiedText)}, before it: the layer "${instruction}" came from the build cache. Unless that commit changes no copied file, the image lacks it.`,
        restartAdvice(service, `Check out ${service.branch}, and build with ${engine} build --no-cache.`),
      ),
      expected: `files copied after ${isoInstant(commit.date)}`,
      actual: copiedText,
      evidence: { container: name, instruction, copied: copiedText, built: builtText, commit: commit.sha },
    },
  ];
}
