import type { Layer } from '../../../facts/container.ts';

export type Instruction = { word: string; layer: Layer };

/** Instructions that change no file of the image. */
const settings: readonly string[] = [
  'CMD',
  'ENTRYPOINT',
  'LABEL',
  'ENV',
  'EXPOSE',
  'HEALTHCHECK',
  'USER',
  'VOLUME',
  'STOPSIGNAL',
  'SHELL',
  'ARG',
  'ONBUILD',
  'MAINTAINER',
];

/** The COPY and ADD layers of an image's own Dockerfile, newest first. */
export function ownCopies(layers: readonly Layer[]): Layer[] {
  return ownInstructions(layers)
    .filter(({ word }) => word === 'COPY' || word === 'ADD')
    .map(({ layer }) => layer);
}

/**
 * The instructions of an image's own Dockerfile, newest first. A history does not say where the base image ends; but a
 * base image ends with its CMD (or ENTRYPOINT), so everything below the second-newest one belongs to the base.
 * @param layers newest first, as `docker history` gives them
 */
export function ownInstructions(layers: readonly Layer[]): Instruction[] {
  const instructions = layers.map((layer): Instruction => ({ word: wordOf(layer.created_by), layer }));
  const files = Math.max(
    0,
    instructions.findIndex(({ word }) => !settings.includes(word)),
  );
  const base = instructions.findIndex(
    ({ word }, at) => at >= files && (word === 'CMD' || word === 'ENTRYPOINT'),
  );
  return instructions.slice(0, base === -1 ? instructions.length : base);
}

/** A layer's instruction for people, without the builders' decoration. */
export function instructionText(layer: Layer): string {
  return layer.created_by
    .replace(/^\/bin\/sh -c #\(nop\)\s+/, '')
    .replace(/\s*# buildkit$/, '')
    .trim();
}

/** The classic builder records settings and copies as shell comments, and RUN instructions as the command. */
function wordOf(createdBy: string): string {
  const text = createdBy.replace(/^\/bin\/sh -c #\(nop\)\s+/, '');
  return /^([A-Z]+)\b/.exec(text)?.[1] ?? 'RUN';
}
