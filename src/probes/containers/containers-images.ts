import { z } from 'zod';
import type { Image } from '../../facts/container.ts';
import { remembered } from '../../text/kept/remembered.ts';
import { ownCopy } from '../../text/kept/own-copy.ts';

// Go's zero time is what both engines print for "never"; podman's history prints time.Time.String().
export const Instant = z
  .string()
  .nullish()
  .transform((text) => {
    const iso = text?.replace(/^(\S+) ([\d:.]+) ([+-]\d\d)(\d\d) .*$/, '$1T$2$3:$4') ?? '';
    return iso.startsWith('0001-') || Number.isNaN(Date.parse(iso)) ? null : iso;
  });
export const Text = z
  .string()
  .nullish()
  .transform((text) => text || null);
const Count = z.union([z.number(), z.string().regex(/^\d{1,15}$/)]).transform(Number);

const Layers = z.array(z.string()).nullish();
const ImageLine = z.object({
  created: Instant,
  revision: Text,
  vcs_ref: Text,
  source: Text,
  vcs_url: Text,
  layers: Layers,
});
const SiblingLine = z.object({ id: z.string(), created: Instant, layers: Layers });
const LayerLine = z.object({
  created: Instant,
  // A copy: a substring would keep the whole text in memory.
  created_by: z.string().transform((text) => (text.length > 500 ? ownCopy(text.slice(0, 500)) : text)),
  // podman rounds it for people in every format
  size: Count.nullable().catch(null),
});

/** The script's output between the previous step and its own `end`. */
export type Step = { lines: string[]; status: number };

/** The image of a container, with its history and the images of the same label. */
export function imageOf(id: string, steps: Map<string, Step>): Image | null {
  const row = steps.get(`image ${id}`)?.lines.find((text) => text.startsWith('image '));
  const line = row === undefined ? null : imageLine(row);
  if (!line) return null;
  const history = steps.get(`history ${id}`);
  const rows = history?.status === 0 ? history.lines.filter((text) => text.startsWith('layer ')) : [];
  const layers = rows.flatMap((text) => layerOf(text) ?? []);
  const whole = rows.length > 0 && layers.length === rows.length;
  const { created, revision, vcs_ref, source, vcs_url } = line;
  return {
    id,
    created,
    revision: revision ?? vcs_ref,
    source: source ?? vcs_url,
    on_base_of_revision: standsOnAnother(id, line, steps.get(`siblings ${id}`)?.lines ?? []),
    layers: whole ? layers : null,
  };
}

// Cached: an image never changes, and audits and machines mostly see the same images.
const layerOf = remembered({ count: 5000, longest: 2000 }, (row) => parsed(LayerLine, row, 'layer'));
const imageLine = remembered({ count: 500, longest: 2000 }, (row) => parsed(ImageLine, row, 'image'));

/** Is one of these images older than this one, and are its layers the lowest layers of this one? */
function standsOnAnother(id: string, own: z.infer<typeof ImageLine>, lines: readonly string[]): boolean {
  const rows = lines.filter((line) => line.startsWith('sibling '));
  const siblings = rows.flatMap((row) => parsed(SiblingLine, row, 'sibling') ?? []);
  return siblings.some(({ id: other, created, layers }) => {
    if (bare(other) === bare(id) || !own.layers || !layers || layers.length === 0) return false;
    const isOlder = Date.parse(created ?? '') < Date.parse(own.created ?? '');
    return isOlder && layers.every((layer, at) => own.layers?.[at] === layer);
  });
}

function bare(id: string): string {
  return id.replace(/^sha256:/, '');
}

/** The JSON after a line's first word; null if `schema` does not accept it. */
export function parsed<Schema extends z.ZodType>(
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
