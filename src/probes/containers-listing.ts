import { z } from 'zod';
import type { Container, Containers, Image } from './container.ts';
import { engineTrouble } from './containers-trouble.ts';
import { seen, unseen } from './observation.ts';
import type { Observation } from './observation.ts';

/** `gone`: containers that were listed and could not be described any more */
type Listing = Omit<Containers, 'services'> & { listed: Container[]; gone: number };

// Go's zero time is what both engines print for "never"; podman's history prints time.Time.String().
const Instant = z
  .string()
  .nullish()
  .transform((text) => {
    const iso = text?.replace(/^(\S+) ([\d:.]+) ([+-]\d\d)(\d\d) .*$/, '$1T$2$3:$4') ?? '';
    return iso.startsWith('0001-') || Number.isNaN(Date.parse(iso)) ? null : iso;
  });
const Text = z
  .string()
  .nullish()
  .transform((text) => text || null);
const Count = z.union([z.number(), z.string().regex(/^\d{1,15}$/)]).transform(Number);

const ContainerLine = z.object({
  name: z.string().transform((name) => name.replace(/^\//, '')),
  service: Text,
  project: Text,
  oneoff: Text.transform((text) => text?.toLowerCase() === 'true'),
  state: z.string().min(1),
  exit_code: z.int().nullish(),
  oom_killed: z.boolean().nullish(),
  // docker says `none` for a health check that is switched off, podman an empty text.
  health: Text.transform((text) => (text === 'none' ? null : text)),
  restart_count: z.int().nullish(),
  started_at: Instant,
  finished_at: Instant,
  pid: z.int().nullish(),
  image: z.string().min(1),
  ref: Text,
});
const ImageLine = z.object({ created: Instant, revision: Text, vcs_ref: Text });
const LayerLine = z.object({
  created: Instant,
  created_by: z.string().transform((text) => text.slice(0, 500)),
  // podman rounds it for people, whatever it is asked for
  size: Count.nullable().catch(null),
});

type Step = { lines: string[]; status: number };

/** Reads what containers-script.ts prints. Lines that nobody asked for are an engine's warnings. */
export function parseListing(output: string): Observation<Listing> {
  const engine = /^engine (docker|podman)$/m.exec(output)?.[1];
  const now = /^now (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/m.exec(output)?.[1];
  const steps = stepsOf(output);
  const [ps, inspect] = [steps.get('ps'), steps.get('inspect')];
  if ((engine !== 'docker' && engine !== 'podman') || now === undefined || !ps)
    return unseen('malformed', 'the machine did not print a list of containers');
  if (ps.status !== 0) return engineTrouble(engine, ps.lines);
  const ids = ps.lines.filter((line) => /^id [0-9a-f]+$/.test(line));
  if (ids.length === 0) return seen({ engine, now, listed: [], gone: 0 });
  if (!inspect) return unseen('malformed', `${engine} ended before it had described its containers`);
  const rows = inspect.lines.filter((line) => line.startsWith('container '));
  // One may have gone between the two questions; what it said of the others stands.
  const gone = inspect.lines.filter((line) => /no such (container|object)/i.test(line)).length;
  if (inspect.status !== 0 && gone === 0) return engineTrouble(engine, inspect.lines);
  if (rows.length + gone !== ids.length)
    return unseen('malformed', `${engine} described ${rows.length} of ${ids.length} containers`);
  const listed: Container[] = [];
  for (const row of rows) {
    const line = parsed(ContainerLine, row, 'container');
    if (!line) return unseen('malformed', `a container's description cannot be read: ${excerpt(row)}`);
    listed.push(containerOf(line, steps));
  }
  return seen({ engine, now, listed, gone });
}

/** The lines of each step by its name, and by what it is about: `image sha256:…`, `tag app:latest`. */
function stepsOf(output: string): Map<string, Step> {
  const steps = new Map<string, Step>();
  let about = '';
  let lines: string[] = [];
  for (const line of output.split('\n')) {
    const [, step, status] = /^end (ps|inspect|image|history|tag) (\d{1,3})$/.exec(line) ?? [];
    const [, subject] = /^(?:about|ref) (\S+)$/.exec(line) ?? [];
    if (subject !== undefined) [about, lines] = [subject, []];
    else if (step === undefined) lines.push(line);
    else {
      steps.set(['ps', 'inspect'].includes(step) ? step : `${step} ${about}`, {
        lines,
        status: Number(status),
      });
      lines = [];
    }
  }
  return steps;
}

function containerOf(line: z.infer<typeof ContainerLine>, steps: Map<string, Step>): Container {
  const { image, ref, service, exit_code, oom_killed, restart_count, pid, ...same } = line;
  const tag = steps.get(`tag ${ref}`)?.lines.find((text) => text.startsWith('tag '));
  return {
    ...same,
    compose_service: service,
    exit_code: exit_code ?? null,
    oom_killed: oom_killed ?? false,
    restart_count: restart_count ?? 0,
    // Of a container that does not run it is 0.
    pid: pid === undefined || pid === null || pid <= 0 ? null : pid,
    image_id: image,
    image_ref: ref ?? image,
    tag_image_id: (tag && parsed(z.string().min(1), tag, 'tag')) ?? null,
    image: imageOf(image, steps),
  };
}

function imageOf(id: string, steps: Map<string, Step>): Image | null {
  const row = steps.get(`image ${id}`)?.lines.find((text) => text.startsWith('image '));
  const line = row === undefined ? null : parsed(ImageLine, row, 'image');
  if (!line) return null;
  const history = steps.get(`history ${id}`);
  const rows = history?.status === 0 ? history.lines.filter((text) => text.startsWith('layer ')) : [];
  const layers = rows.flatMap((text) => parsed(LayerLine, text, 'layer') ?? []);
  const whole = rows.length > 0 && layers.length === rows.length;
  const { created, revision, vcs_ref } = line;
  return { id, created, revision: revision ?? vcs_ref, layers: whole ? layers : null };
}

function parsed<Schema extends z.ZodType>(
  schema: Schema,
  line: string,
  word: string,
): z.infer<Schema> | null {
  try {
    const { data } = schema.safeParse(JSON.parse(line.slice(word.length + 1)));
    return data ?? null;
  } catch {
    return null;
  }
}

function excerpt(line: string): string {
  return JSON.stringify(line.slice(0, 80));
}
