import { z } from 'zod';
import type { Container, Containers, Engine } from '../../facts/container.ts';
import { awaitedBy, awaitedKey } from './awaited.ts';
import { imageOf, Instant, parsed, Text } from './containers-images.ts';
import type { Step } from './containers-images.ts';
import { engineProblem } from './engine-problem.ts';
import { farEngine } from './far-engine.ts';
import { swarmOf, swarmUnread } from './swarm.ts';
import { tagOf } from './tag.ts';
import { remembered } from '../../text/kept/remembered.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';

/** The output of one engine. `gone`: containers that were listed, but had gone before they were described */
export type Listing = {
  engine: Engine;
  /** the user whose podman it is; null for root's and for docker */
  podman_user: string | null;
  /** the user whose containers the engine showed: root's with sudo */
  user: string | null;
  now: string;
  listed: Container[];
  gone: number;
  swarm: Containers['swarm'];
  /** null if the swarm was read, or there is none */
  swarm_unread: string | null;
};

const ContainerLine = z.object({
  id: Text,
  name: z.string().transform((name) => name.replace(/^\//, '')),
  service: Text,
  project: Text,
  number: Text,
  oneoff: Text.transform((text) => text?.toLowerCase() === 'true'),
  depends_on: Text,
  swarm_service: Text,
  swarm_task: Text,
  stack: Text,
  // Both docker and podman print an empty text for the default, which is no.
  restart_policy: z.string().nullish(),
  published: z.boolean().nullish(),
  state: z.string().min(1),
  exit_code: z.int().nullish(),
  oom_killed: z.boolean().nullish(),
  // docker prints `none` for a disabled health check, podman an empty text.
  health: Text.transform((text) => (text === 'none' ? null : text)),
  restart_count: z.int().nullish(),
  made_at: Instant,
  started_at: Instant,
  finished_at: Instant,
  pid: z.int().nullish(),
  mounts: z.array(z.string()).nullish(),
  // Containers from podman's --rootfs have none.
  image: z.string(),
  ref: Text,
});
// A container that nothing has happened to is described by the same line at each audit.
const containerLine = remembered({ count: 2000, longest: 2000 }, (row) =>
  parsed(ContainerLine, row, 'container'),
);

/** Parses the output of containers-script.ts, one engine after the other. @param host the machine's own address */
export function parseListings(
  output: string,
  host: string,
): { engine: Engine; listing: Observation<Listing> }[] {
  return output
    .split(/^(?=engine (?:docker|podman)(?: |$))/m)
    .filter((part) => part.startsWith('engine '))
    .map((part) => ({
      engine: part.startsWith('engine docker') ? ('docker' as const) : ('podman' as const),
      listing: parseListing(part, host),
    }));
}

/** Other lines are an engine's warnings. */
function parseListing(output: string, host: string): Observation<Listing> {
  const [, name, sudo, user = null] = /^engine (docker|podman)( sudo)?(?: (\S+))?$/m.exec(output) ?? [];
  const engine = name === 'docker' || name === 'podman' ? name : null;
  const now = /^now (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/m.exec(output)?.[1];
  const steps = stepsOf(output);
  const [ps, inspect] = [steps.get('ps'), steps.get('inspect')];
  if (engine === null || now === undefined || !ps)
    return unseen('malformed', 'the machine did not print a list of containers');
  const far = engine === 'docker' ? farEngine(output, host) : null;
  if (far !== null) return far;
  if (ps.status !== 0) return engineProblem(engine, ps.lines);
  const podman_user = engine === 'docker' || sudo !== undefined || user === 'root' ? null : user;
  const told = {
    engine,
    podman_user,
    user: sudo === undefined ? user : 'root',
    now,
    swarm: swarmOf(steps),
  } satisfies Partial<Listing>;
  const ids = ps.lines.filter((line) => /^id [0-9a-f]+$/.test(line));
  if (ids.length === 0) return seen({ ...told, swarm_unread: swarmUnread(steps, []), listed: [], gone: 0 });
  if (!inspect) return unseen('malformed', `${engine} ended before it had described its containers`);
  const rows = inspect.lines.filter((line) => line.startsWith('container '));
  // One may have gone between the two calls; the answer about the others is still valid.
  const gone = inspect.lines.filter((line) => /no such (container|object)/i.test(line)).length;
  if (inspect.status !== 0 && gone === 0) return engineProblem(engine, inspect.lines);
  if (rows.length + gone !== ids.length)
    return unseen('malformed', `${engine} described ${rows.length} of ${ids.length} containers`);
  const lines: z.infer<typeof ContainerLine>[] = [];
  for (const row of rows) {
    const line = containerLine(row);
    if (!line) return unseen('malformed', `a container's description cannot be read: ${excerpt(row)}`);
    lines.push(line);
  }
  const about: About = { engine, rootless: podman_user !== null, awaited: awaitedBy(lines) };
  const listed = lines.map((line) => containerOf(line, steps, about));
  return seen({ ...told, swarm_unread: swarmUnread(steps, listed), listed, gone });
}

/** The lines of each step, by the step's name and subject: `image sha256:…`, `tag app:latest`. */
function stepsOf(output: string): Map<string, Step> {
  const steps = new Map<string, Step>();
  let about = '';
  let lines: string[] = [];
  for (const line of output.split('\n')) {
    const [, step, status] = line.startsWith('end ')
      ? (/^end (ps|inspect|swarm|image|siblings|history|tag) (\d{1,3})$/.exec(line) ?? [])
      : [];
    const [, subject] =
      line.startsWith('about ') || line.startsWith('ref ') ? (/^\S+ (\S+)$/.exec(line) ?? []) : [];
    if (subject !== undefined) [about, lines] = [subject, []];
    else if (step === undefined) lines.push(line);
    else {
      const key = ['ps', 'inspect', 'swarm'].includes(step) ? step : `${step} ${about}`;
      // Two labels may each have their siblings, and two images the same tag.
      const before = step === 'siblings' || step === 'tag' ? (steps.get(key)?.lines ?? []) : [];
      steps.set(key, { lines: [...before, ...lines], status: Number(status) });
      lines = [];
    }
  }
  return steps;
}

type About = Pick<Container, 'engine' | 'rootless'> & { awaited: ReadonlySet<string> };

function containerOf(
  line: z.infer<typeof ContainerLine>,
  steps: Map<string, Step>,
  { engine, rootless, awaited }: About,
): Container {
  const { image, ref, restart_policy, swarm_service, swarm_task, pid } = line;
  // Field by field: what is left of an object by `...rest` is a hash table, several times as large.
  return {
    id: line.id,
    engine,
    rootless,
    name: line.name,
    project: line.project,
    compose_service: line.service,
    ...(line.number === null ? {} : { compose_number: line.number }),
    oneoff: line.oneoff,
    // A task is called `<service>.<slot>.<its id>`.
    swarm:
      swarm_service === null
        ? null
        : { service: swarm_service, stack: line.stack, slot: slotOf(swarm_task ?? line.name) },
    restart_policy: restart_policy === undefined || restart_policy === null ? null : restart_policy || 'no',
    ...(line.project !== null && awaited.has(awaitedKey(line)) ? { awaited: true as const } : {}),
    published: line.published ?? false,
    state: line.state,
    exit_code: line.exit_code ?? null,
    oom_killed: line.oom_killed ?? false,
    health: line.health,
    restart_count: line.restart_count ?? 0,
    ...(line.made_at === null ? {} : { made_at: line.made_at }),
    started_at: line.started_at,
    finished_at: line.finished_at,
    // 0 for a container that does not run.
    pid: pid === undefined || pid === null || pid <= 0 ? null : pid,
    ...(line.mounts && line.mounts.length > 0 ? { mounts: line.mounts } : {}),
    image_id: image,
    image_ref: ref ?? image,
    ...tagOf(ref, image, steps),
    image: imageOf(image, steps),
  };
}

function slotOf(task: string): string {
  return task.replace(/\.[^.]*$/, '');
}

function excerpt(line: string): string {
  return JSON.stringify(line.slice(0, 80));
}
