import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { besideDist } from './beside.ts';

// npm run sbom: what npm knows about the packages in dist/, and about those installed next to it (CycloneDX).

const Component = z.looseObject({
  'bom-ref': z.string(),
  name: z.string(),
  version: z.string(),
  group: z.string().optional(),
});
const Sbom = z.looseObject({
  components: z.array(Component),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
});
const Packages = z.array(z.object({ name: z.string(), version: z.string() }));

const list = join(import.meta.dirname, '../dist/PACKAGES.json');
if (!existsSync(list)) {
  process.stderr.write('What went into dist/ is not known yet: npm run build, then npm run --silent sbom.\n');
  process.exit(3);
}
const bundled = new Set(Packages.parse(JSON.parse(readFileSync(list, 'utf8'))).map(idOf));
const all = ask();
const beside = neededBy(all.components.filter((each) => besideDist.includes(nameOf(each))));
const components = all.components.filter((each) => bundled.has(idOf(each)) || beside.has(each['bom-ref']));
const missing = [...bundled].filter((id) => !components.some((each) => idOf(each) === id));
if (missing.length > 0)
  throw new Error(`npm does not know ${missing.join(', ')}: npm ci, then npm run build`);
const refs = new Set(components.map((each) => each['bom-ref']));
const own = all.dependencies[0]?.ref ?? '';
const dependencies = all.dependencies
  .filter(({ ref }) => ref === own || refs.has(ref))
  .map((each) => ({ ...each, dependsOn: each.dependsOn?.filter((ref) => refs.has(ref)) ?? [] }));
process.stdout.write(`${JSON.stringify({ ...all, components, dependencies }, null, 2)}\n`);

/** @returns the references of these packages and of all that they need */
function neededBy(components: readonly z.infer<typeof Component>[]): Set<string> {
  const found = new Set(components.map((each) => each['bom-ref']));
  const needs = new Map(all.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  // Iteration over a Set also visits what is added meanwhile.
  for (const ref of found) for (const needed of needs.get(ref) ?? []) found.add(needed);
  return found;
}

function ask() {
  const args = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx'];
  return Sbom.parse(JSON.parse(execFileSync('npm', args, { encoding: 'utf8', maxBuffer: 2 ** 28 })));
}

function nameOf({ name, group }: { name: string; group?: string | undefined }): string {
  return group === undefined ? name : `${group}/${name}`;
}

function idOf(each: { name: string; version: string; group?: string | undefined }): string {
  return `${nameOf(each)}@${each.version}`;
}
