import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Container } from '../../../facts/container.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { runningContainers } from '../../readings/containers/containers-of.ts';
import { supersededByRun } from '../../readings/git/last-good-run.ts';
import { runningRevision } from '../../readings/git/running-revision.ts';
import type { ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
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
  const left = running.filter(hasLostItsTag);
  // A moved tag is reason enough; a second finding would add nothing.
  const rest = supersededByRun(
    situation,
    service,
    running.filter((container) => !left.includes(container)),
    runningRevision(situation, service)?.revision.sha ?? null,
  );
  return { deviations: [...deviationOf(service, left), ...rest.deviations], gaps: rest.gaps };
}

/** Does the tag name another image now? A tag that was removed does not count. */
function hasLostItsTag({ image_id, tag_image_id }: Container): boolean {
  return tag_image_id !== null && bare(tag_image_id) !== bare(image_id);
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
        `${place(service)} runs image ${running.slice(0, 12)}, but its tag ${tag} now names ${named.slice(0, 12)}: a newer image is available, and ${listed(left.map(({ name }) => name))} still ${left.length === 1 ? 'runs' : 'run'} the old one.`,
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
