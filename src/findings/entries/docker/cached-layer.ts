import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { imageFacts } from './image-facts.ts';

export const cachedLayer = {
  category: 'docker',
  severity: high,
  transient: false,
  hidden_while_down: true,
  rests_on: [...imageFacts, 'image_layers'],
  roles: ['content_differs', 'cure_interrupts'],
  actions: [],
  title: 'The image of {who} contains old files',
  titles: '{who} have old files in their images',
  facts: ['Files copied {copied}, before {commit}'],
  cure: 'Build without the cache, then deploy.',
  example: {
    expected: null,
    actual: '2026-03-25T00:00:00.000Z',
    evidence: {
      container: 'event-relay',
      copied: '2026-03-25T00:00:00.000Z',
      built: '2026-03-29T00:00:00.000Z',
      commit: 'b9d1e44c0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    },
  },
  docs: {
    brief: 'a layer from the build cache lost a fix',
    means: [
      'the image is newer than a commit, but none of its COPY or ADD layers is. They came from the',
      'build cache, so the fix may be missing.',
    ],
    likely_cause: [
      'a change that the builder does not see in its context, such as a mode or an owner; a build',
      'of another folder.',
    ],
    cure: [
      '`git switch main && git pull && docker build --no-cache …`, deploy, and check the file in',
      'the container.',
    ],
    goes_away: 'when the running image has a layer that was copied after the commit.',
  },
} satisfies CatalogueEntry;
