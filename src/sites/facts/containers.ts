import { z } from 'zod';
import type { Container, Containers, Image, Layer, SwarmTasks } from '../../facts/container.ts';
import { byName, Count, exact, Text, Whole } from './mirror.ts';

export const SomeEngine = z.enum(['docker', 'podman']);

const SomeLayer = exact<Layer>({ created: Text.nullable(), created_by: Text, size: z.number().nullable() });

const SomeImage = exact<Image>({
  id: Text,
  created: Text.nullable(),
  revision: Text.nullable(),
  source: Text.nullable(),
  on_base_of_revision: z.boolean(),
  layers: z.array(SomeLayer).nullable(),
});

const SomeContainer = exact<Container>({
  id: Text.nullable(),
  engine: SomeEngine,
  rootless: z.boolean(),
  name: Text,
  project: Text.nullable(),
  compose_service: Text.nullable(),
  compose_number: z.exactOptional(Text),
  oneoff: z.boolean(),
  swarm: z.strictObject({ service: Text, stack: Text.nullable(), slot: Text }).nullable(),
  restart_policy: Text.nullable(),
  awaited: z.exactOptional(z.literal(true)),
  published: z.boolean(),
  state: Text,
  exit_code: Whole.nullable(),
  oom_killed: z.boolean(),
  health: Text.nullable(),
  restart_count: z.number(),
  made_at: z.exactOptional(Text),
  started_at: Text.nullable(),
  finished_at: Text.nullable(),
  pid: Whole.nullable(),
  image_id: Text,
  mounts: z.exactOptional(z.array(Text)),
  image_ref: Text,
  tag_image_id: Text.nullable(),
  tag_created: z.exactOptional(Text.nullable()),
  tag_same: z.exactOptional(z.literal(true)),
  tag_unread: z.exactOptional(Text),
  image: SomeImage.nullable(),
});

const Tasks = exact<SwarmTasks>({ running: Count, wanted: Count, job: z.boolean() });

export const ContainersOf = exact<Containers>({
  engine: SomeEngine,
  silent: z.array(z.strictObject({ engine: SomeEngine, detail: Text })),
  podman_user: Text.nullable(),
  podman_users: z.exactOptional(z.array(Text)),
  swarm: byName(Tasks),
  swarm_unread: z.exactOptional(Text),
  now: Text,
  services: byName(z.array(SomeContainer)),
});
