import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Container } from '../../../facts/container.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { isoDate } from '../../../time/instant.ts';
import { builtAt, imageBuiltAt, runningContainers } from '../../readings/containers/containers-of.ts';
import { hidingMount } from '../../readings/containers/hidden-code.ts';
import { supersededByRun } from '../../readings/git/last-good-run.ts';
import { runningRevision } from '../../readings/git/running-revision.ts';
import type { ServiceGap, ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { advised, listed, place, restartAdvice } from '../../sentences.ts';

/** A container's tag still names its image, and CI has not built the branch since. */
export const imageSuperseded: ServiceRule = {
  name: 'image-superseded',
  types: ['image_superseded'],
  when: 'full_audit',
  judgeService,
};

function judgeService(situation: Situation, service: Service): ServiceJudgement {
  const running = runningContainers(situation, service);
  // Of an image that is gone, it cannot be said whether the tag's is another or the same, built again.
  const moved = running.filter(hasLostItsTag);
  const left = moved.filter(({ image }) => image !== null);
  // A moved tag is reason enough; a second finding would add nothing.
  const rest = supersededByRun(
    situation,
    service,
    running.filter((container) => !moved.includes(container) && hidingMount(container) === null),
    runningRevision(situation, service)?.revision.sha ?? null,
  );
  const unread = running.filter(({ tag_unread }) => tag_unread !== undefined);
  return {
    deviations: [...deviationOf(service, left), ...rest.deviations],
    gaps: [...rest.gaps, ...unread.map(gapOf), ...moved.filter(({ image }) => image === null).map(gapOf)],
  };
}

/** Does the tag name another image now? A tag that was removed does not count. */
function hasLostItsTag({ image_id, tag_image_id, tag_same }: Container): boolean {
  return tag_image_id !== null && tag_same !== true && bare(tag_image_id) !== bare(image_id);
}

function gapOf({
  name,
  tag_unread = 'its tag names an image, and its own was not described',
}: Container): ServiceGap {
  return { of: 'image_tag', fact: `tag of ${name}`, detail: quotable(tag_unread, 300) };
}

/** A tag may also be moved back, or given to an image that was built earlier. */
function namedNow({ image, tag_created }: Container): string {
  const [own, named] = [imageBuiltAt(image), builtAt(tag_created ?? null)];
  if (own === null || named === null || own === named) return 'another image';
  return named > own ? 'a newer image' : `an older image, built on ${isoDate(named)}`;
}

function deviationOf(service: Service, left: Container[]): ServiceDeviation[] {
  const [first] = left;
  if (!first) return [];
  const tag = quotable(first.image_ref, 100);
  const [running, named] = [bare(first.image_id), bare(first.tag_image_id ?? '')];
  const act = restartAdvice(service, anew(first));
  return [
    {
      type: 'image_superseded',
      property: 'image',
      ...advised(
        `${place(service)} runs image ${running.slice(0, 12)}, but its tag ${tag} now names ${named.slice(0, 12)}, ${namedNow(first)}. ${listed(left.map(({ name }) => name))} still ${left.length === 1 ? 'runs' : 'run'} the one from before.`,
        act,
      ),
      expected: named,
      actual: running,
      evidence: { tag, containers: left.map(({ name }) => name) },
    },
  ];
}

/** `podman compose` came with podman 4.7 (podman-compose(1)). A container without compose came from a command or a unit. */
function anew({ engine, swarm, compose_service }: Container): string {
  if (swarm) return `Run \`docker service update --force ${quotable(swarm.service, 100)}\`.`;
  if (compose_service === null)
    return 'Recreate the container the way it was created: by the command, the script or the unit.';
  return engine === 'podman'
    ? 'Recreate it: `podman compose up -d`, or `podman-compose up -d` before podman 4.7.'
    : 'Recreate the container: `docker compose up -d`';
}

function bare(id: string): string {
  const digest = id.replace(/^sha256:/, '');
  // A digest looks like a wallet's key, which `quotable` would redact.
  return /^[0-9a-f]{64}$/.test(digest) ? digest : quotable(digest, 80);
}
