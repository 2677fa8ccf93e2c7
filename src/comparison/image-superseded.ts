import { quotable } from '../observed-text.ts';
import { runningContainers } from './containers-of.ts';
import type { Rule } from './rule.ts';
import { listed, place, restartAdvice } from './sentences.ts';

/** The tag that a container was made from still names the image that it runs. */
export const imageSuperseded: Rule = {
  name: 'image-superseded',
  types: ['image_superseded'],
  when: 'full_audit',
  judge: (situation) => ({
    deviations: situation.services.flatMap((service) => {
      // A tag that names nothing any more has superseded nothing.
      const left = runningContainers(situation, service).filter(
        ({ image_id, tag_image_id }) => tag_image_id !== null && bare(tag_image_id) !== bare(image_id),
      );
      const [first] = left;
      if (!first) return [];
      const tag = quotable(first.image_ref, 100);
      const [running, named] = [bare(first.image_id), bare(first.tag_image_id ?? '')];
      const act = restartAdvice(service, 'Make the container anew from it (docker compose up -d).');
      return [
        {
          type: 'image_superseded' as const,
          service: service.name,
          machine: service.machine,
          property: 'image',
          summary: `${place(service)} runs image ${running.slice(0, 12)}, but its tag ${tag} now names ${named.slice(0, 12)}: a newer image is there, and ${listed(left.map(({ name }) => name))} still ${left.length === 1 ? 'runs' : 'run'} the old one. ${act}`,
          expected: named,
          actual: running,
          evidence: { tag, containers: left.map(({ name }) => name) },
        },
      ];
    }),
  }),
};

function bare(id: string): string {
  return quotable(id.replace(/^sha256:/, ''), 80);
}
