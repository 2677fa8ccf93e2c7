import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Container } from '../../../facts/container.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { runningContainers } from '../../readings/containers/containers-of.ts';
import { supersededByRun } from '../../readings/git/last-good-run.ts';
import { runningRevision } from '../../readings/git/running-revision.ts';
import type { ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { advised, listed, place, restartAdvice } from '../../sentences.ts';

/** The tag that a container was made from still names its image, and CI has not built the branch since. */
export const imageSuperseded: ServiceRule = {
  name: 'image-superseded',
  types: ['image_superseded'],
  when: 'full_audit',
  judgeService,
};

function judgeService(situation: Situation, service: Service): ServiceJudgement {
  const running = runningContainers(situation, service);
  const left = running.filter(hasLostItsTag);
  // What its tag has left needs no second reason to be made again.
  const rest = supersededByRun(
    situation,
    service,
    running.filter((container) => !left.includes(container)),
    runningRevision(situation, service)?.revision.sha ?? null,
  );
  return { deviations: [...deviationOf(service, left), ...rest.deviations], gaps: rest.gaps };
}

/** A tag that names nothing any more has superseded nothing. */
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

/** `podman compose` came with podman 4.7 (podman-compose(1)); what no compose made, somebody's own command or unit did. */
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
  // It looks as a wallet's key does, and is none.
  return /^[0-9a-f]{64}$/.test(digest) ? digest : quotable(digest, 80);
}
