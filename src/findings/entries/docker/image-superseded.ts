import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { imageFacts } from './image-facts.ts';

export const imageSuperseded = {
  category: 'docker',
  severity: high,
  transient: false,
  hidden_while_down: true,
  rests_on: [...imageFacts, 'ci_run', 'image_tag'],
  roles: ['cure_interrupts'],
  actions: [],
  title: 'A newer image of {who} is available',
  titles: '{who} have a newer image available',
  facts: [
    'Runs {actual}; {tag} is now {expected}',
    'Built {built}; CI passed again {run_started}',
    'Containers: {containers}',
  ],
  cure: 'Pull the image and recreate the container.',
  example: {
    sometimes: ['tag'],
    advice: 'Recreate the container: `docker compose up -d`',
    expected: 'a3f8c21d9e0b4f6a7c8d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b',
    actual: 'b9d1e44d9e0b4f6a7c8d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6b7c8d9e0f1a2b',
    evidence: { tag: 'event-relay:latest', containers: ['event-relay'] },
  },
  docs: {
    brief: 'its tag now names another image, or CI has built a newer one',
    means: [
      "there is a newer image: the tag points to another one, or the branch's last good CI run",
      'started after this one was built.',
    ],
    likely_cause: [
      'a new image was pulled or built, but the container was never recreated: `docker restart`',
      'keeps the old image.',
    ],
    cure: '`docker compose pull SERVICE && docker compose up --detach SERVICE`.',
    goes_away: 'when the container runs the image that its tag names.',
  },
} satisfies CatalogueEntry;
