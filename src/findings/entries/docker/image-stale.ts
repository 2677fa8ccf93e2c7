import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { imageFacts } from './image-facts.ts';

export const imageStale = {
  category: 'docker',
  severity: high,
  transient: false,
  hidden_while_down: true,
  rests_on: [...imageFacts, 'image_age'],
  roles: ['cure_interrupts'],
  actions: [],
  title: 'The image of {who} is out of date',
  titles: '{who} have out-of-date images',
  facts: ['Built {built}; the branch is at {head}', 'Containers: {containers}'],
  cure: 'Build the branch and deploy it.',
  example: {
    advice: 'Build main and deploy it.',
    expected: 'an image of at most 7 days',
    actual: '2026-03-17T00:00:00.000Z',
    evidence: {
      built: '2026-03-17T00:00:00.000Z',
      head: 'b9d1e44c0a1b2c3d4e5f60718293a4b5c6d7e8f9',
      containers: ['event-relay'],
    },
  },
  docs: {
    brief: 'the image is old while the branch moved on',
    means: [
      'the running image is older than `image.max_age_days`, and the branch has moved since it was',
      'built.',
    ],
    likely_cause: 'nothing deploys this service; its build fails unnoticed.',
    cure: 'build the branch and deploy it; find out why CI did not.',
    goes_away: "when a newer image runs, or one whose revision label is the branch's head.",
  },
} satisfies CatalogueEntry;
