import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Package = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  /** the form that old packages use */
  licenses: z.array(z.object({ type: z.string() })).optional(),
});

export type Bundled = { name: string; version: string; license: string; folder: string };

const IN_PACKAGE = /^(?<folder>.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** The name of the file for a package's modules; null for our own. Two versions of a package get two files. */
export function chunkOf(module: string): string | null {
  const folder = IN_PACKAGE.exec(module)?.groups?.['folder'];
  const [, ...packages] = folder?.split('/node_modules/') ?? [];
  return packages.length === 0 ? null : packages.join('-').replaceAll('@', '').replaceAll('/', '-');
}

/** The packages of these modules, by name; `folder` is a package's location. */
export function packagesIn(modules: readonly string[]): Bundled[] {
  const folders = new Set(modules.flatMap((module) => IN_PACKAGE.exec(module)?.groups?.['folder'] ?? []));
  const found = [...folders].map((folder) => {
    const text = readFileSync(join(folder, 'package.json'), 'utf8');
    const { name, version, license, licenses = [] } = Package.parse(JSON.parse(text));
    const told = license ?? licenses.map(({ type }) => type).join(' OR ');
    return { name, version, license: told || 'not said', folder };
  });
  const once = new Map(found.map((each) => [`${each.name}@${each.version}`, each]));
  return [...once].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
}
