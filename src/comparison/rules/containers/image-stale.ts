import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Commit } from '../../../facts/release.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { epochMs, isoDate, isoInstant } from '../../../time/instant.ts';
import { imageBuiltAt } from '../../readings/containers/containers-of.ts';
import { ownCodeContainers } from '../../readings/containers/hidden-code.ts';
import { releaseOf, positionOf } from '../../readings/git/release-of.ts';
import type { ServiceGap, ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { runningRevision } from '../../readings/git/running-revision.ts';
import { advised, commitText, place, restartAdvice } from '../../sentences.ts';
import { counted } from '../../../text/counted.ts';

const DAY_MS = 86_400_000;

/** No image is older than `image.max_age_days` if its branch has moved since it was built. */
export const imageStale: ServiceRule = {
  name: 'image-stale',
  types: ['image_stale'],
  when: 'full_audit',
  judgeService,
};

type Dated = { name: string; built: number };

function judgeService(situation: Situation, service: Service): ServiceJudgement {
  const gaps: ServiceGap[] = [];
  // Without a repository, it is not known whether there is anything newer to build.
  if (service.repo === null) return { deviations: [], gaps };
  const known = runningRevision(situation, service);
  const dated = ownCodeContainers(situation, service).flatMap(({ name, image }): Dated[] => {
    const built = imageBuiltAt(image);
    if (built !== null) return [{ name, built }];
    // An image without a date is fine if its commit is known.
    const detail = image ? 'it has no build date' : 'the engine did not describe it';
    if (!image || !known) gaps.push({ of: 'image_age', fact: `image of ${name}`, detail });
    return [];
  });
  const release = releaseOf(situation, service);
  if (!release?.ok || containsHead(situation, service)) return { deviations: [], gaps };
  const head = release.value.touched;
  const stale = dated.filter(
    ({ built }) => situation.now - built > service.image.max_age_days * DAY_MS && epochMs(head.date) > built,
  );
  return { deviations: deviationOf(situation, service, stale, head), gaps };
}

/** The commit counts more than the date: an image built before a merge may contain the merged commit. */
function containsHead(situation: Situation, service: Service): boolean {
  const sha = runningRevision(situation, service)?.revision.sha;
  const release = releaseOf(situation, service);
  const position = sha !== undefined && release?.ok ? positionOf(release.value, sha) : null;
  return position?.ok === true && (position.value.state === 'identical' || position.value.state === 'ahead');
}

function deviationOf(
  situation: Situation,
  service: Service,
  stale: Dated[],
  head: Commit,
): ServiceDeviation[] {
  const oldest = stale.toSorted((one, other) => one.built - other.built)[0];
  if (!oldest) return [];
  const days = Math.floor((situation.now - oldest.built) / DAY_MS);
  const limit = counted(service.image.max_age_days, 'day');
  const subject = quotable(head.subject, 120);
  return [
    {
      type: 'image_stale',
      property: 'image',
      ...advised(
        `${place(service)} runs an image that was built on ${isoDate(oldest.built)}, ${counted(days, 'day')} ago, and ${service.branch} has moved since: it is ${commitText(head)}${subject === '' ? '' : `, ${subject}`}. The limit is ${limit}.`,
        restartAdvice(service, `Build ${service.branch} and deploy it.`),
      ),
      expected: `an image at most ${limit}, or of ${head.sha}`,
      actual: isoInstant(oldest.built),
      evidence: {
        built: isoInstant(oldest.built),
        head: head.sha,
        containers: stale.map(({ name }) => name),
      },
    },
  ];
}
