import type { Service } from '../../../inventory/manifest.ts';
import type { Container, Layer } from '../../../facts/container.ts';
import { instructionText, ownCopies } from './own-layers.ts';
import { runningContainers } from './containers-of.ts';
import type { Situation } from '../../rule.ts';

/** The running containers whose image holds what they run. */
export function ownCodeContainers(situation: Situation, service: Service): Container[] {
  return runningContainers(situation, service).filter((container) => hidingMount(container) === null);
}

/**
 * The mount that hides most of what the image's Dockerfile copied, by bytes; all of it where the engine gives none. What runs is
 * then the mount's: a folder of the machine, or a volume, which keeps the files of the first image that filled it
 * (docker/compose#4934). The image's label, tag and dates say nothing of it.
 */
export function hidingMount({ mounts = [], image }: Container): string | null {
  const copies = image?.layers && mounts.length > 0 ? copiesOf(image.layers) : [];
  const total = bytesOf(copies);
  for (const mount of mounts) {
    const hidden = copies.filter(({ path }) => path === mount || path.startsWith(`${mount}/`));
    if (hidden.length === 0) continue;
    if (hidden.length === copies.length || bytesOf(hidden) * 2 > total) return mount;
  }
  return null;
}

type Copy = { path: string; size: number | null };

function copiesOf(layers: readonly Layer[]): Copy[] {
  const own = new Set(ownCopies(layers));
  const copies: Copy[] = [];
  let folder = '/';
  for (const layer of layers.toReversed()) {
    const text = instructionText(layer);
    const work = /^WORKDIR\s+(\S+)$/.exec(text)?.[1];
    if (work !== undefined) folder = joined(folder, work);
    else if (own.has(layer)) {
      // The classic builder writes `COPY dir:SUM in /app`.
      const path = /(\S+)$/.exec(text)?.[1];
      if (path !== undefined) copies.push({ path: joined(folder, path), size: layer.size });
    }
  }
  return copies;
}

/** NaN where a size is not known: then no part of it is most of it. */
function bytesOf(copies: readonly Copy[]): number {
  return copies.reduce((sum, { size }) => sum + (size ?? Number.NaN), 0);
}

function joined(folder: string, path: string): string {
  const parts = (path.startsWith('/') ? path : `${folder}/${path}`).split('/');
  return `/${parts.filter((part) => part !== '' && part !== '.').join('/')}`;
}
