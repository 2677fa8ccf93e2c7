import type { FoundContainers } from '../../facts/workloads/workloads.ts';
import { z } from 'zod';
import { engineProblem } from '../containers/engine-problem.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { Section } from '../probe.ts';
import { WITHOUT_ENGINE } from './containers-script.ts';

const Text = z
  .string()
  .nullish()
  .transform((text) => text || null);
const Bindings = z.record(z.string(), z.array(z.object({ HostPort: z.string() })).nullish()).nullish();

const ContainerLine = z.object({
  name: z.string().transform((name) => name.replace(/^\//, '')),
  project: Text,
  service: Text,
  oneoff: Text.transform((text) => text?.toLowerCase() === 'true'),
  folder: Text,
  files: Text,
  /** the swarm's service that it is a task of */
  swarm: Text,
  pod: Text,
  revision: Text,
  vcs_ref: Text,
  source: Text,
  state: z.string(),
  exit_code: z.int().nullish(),
  pid: z.int().nullish(),
  image: z.string(),
  ref: Text,
  ports: Bindings.catch(null).transform((ports) => portsOf(ports ?? {})),
});
const ImageLine = z.object({ id: z.string(), digests: z.array(z.string()).nullish() });

/** Reads what containers-script.ts prints. Never throws. A machine without an engine has no containers. */
export function parseContainers({ output, truncated }: Section): Observation<FoundContainers> {
  if (truncated) return unseen('malformed', 'the list of containers is longer than the limit');
  if (output.trim() === WITHOUT_ENGINE) return seen({ engine: null, containers: [] });
  const engine = /^engine (docker|podman)$/m.exec(output)?.[1];
  if (engine !== 'docker' && engine !== 'podman')
    return unseen('malformed', 'the machine did not print a list of containers');
  const [listed = '', rest = ''] = output.split(/^end ps \d{1,3}$/m, 2);
  if (!/^end ps 0$/m.test(output)) return engineProblem(engine, listed.split('\n'));
  const lines = rest.split('\n');
  const images = lines.flatMap((line) => readLine(ImageLine, line, 'image ') ?? []);
  const fromRegistry = new Set(
    images
      .filter(({ digests }) => digests?.some((each) => !each.startsWith('localhost/')))
      .map(({ id }) => id),
  );
  const known = new Set(images.map(({ id }) => id));
  const containers = lines.flatMap((line) => readLine(ContainerLine, line, 'container ') ?? []);
  const asked = listed.split('\n').filter((line) => /^id [0-9a-f]+$/.test(line)).length;
  if (containers.length === 0 && asked > 0) return engineProblem(engine, lines);
  return seen({
    engine,
    containers: containers.map(({ vcs_ref, ...line }) => ({
      ...line,
      revision: line.revision ?? vcs_ref,
      built_here: known.has(line.image) && !fromRegistry.has(line.image),
    })),
  });
}

/** The ports of the machine that lead into the container. */
function portsOf(ports: NonNullable<z.infer<typeof Bindings>>): number[] {
  const bound = Object.values(ports).flatMap((bindings) => bindings ?? []);
  const numbers = bound.map(({ HostPort }) => Number(HostPort));
  return [...new Set(numbers)].filter((port) => Number.isInteger(port) && port > 0 && port < 65_536);
}

function readLine<Schema extends z.ZodType>(
  schema: Schema,
  line: string,
  word: string,
): z.infer<Schema> | null {
  if (!line.startsWith(word)) return null;
  try {
    return schema.safeParse(JSON.parse(line.slice(word.length))).data ?? null;
  } catch {
    return null;
  }
}
