import { critical } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';

export const containerMissing = {
  category: 'docker',
  severity: critical,
  transient: true,
  hidden_while_down: false,
  rests_on: ['containers'],
  roles: ['down', 'stopped', 'fails_dependents', 'cure_interrupts'],
  actions: [],
  title: '{who} has no container',
  titles: '{who} have no container',
  facts: ['Not found in {engine}: {expected}'],
  cure: 'Start it, or correct `docker_service`.',
  example: {
    advice: 'Start it, or correct `docker_service`.',
    expected: 'a container event-relay',
    actual: null,
    evidence: { engine: 'docker' },
  },
  docs: {
    brief: 'the container does not exist',
    means: [
      'the engine has no container of this name, and none of a compose service of this name,',
      'running or stopped.',
    ],
    likely_cause: [
      '`docker compose down`, a renamed service, another engine (rootless, podman) than the SSH',
      'user sees.',
    ],
    cure: [
      '`docker ps --all`; start it (`docker compose up --detach SERVICE`), or correct',
      '`docker_service`.',
    ],
    goes_away: 'when the container exists.',
  },
} satisfies CatalogueEntry;
