import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { z } from 'zod';
import { ownRevision } from '../src/bot/own-revision.ts';
import { bundlePage } from '../sandbox/page-server/page-files.ts';
import { besideDist } from './beside.ts';
import { chunkOf, packagesIn } from './bundled.ts';
import { noticesOf } from './notices.ts';

// npm run build: makes dist/, plain JavaScript with source maps. All packages go into it, but for those of beside.ts.

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const optional = ['zlib-sync', 'bufferutil', 'utf-8-validate', 'pg-native', 'cpu-features', 'vite'];

rmSync(dist, { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: { main: 'src/main.ts', healthcheck: 'packaging/healthcheck.ts' },
  platform: 'node',
  external: [/^node:/, /\.node$/, ...besideDist, ...optional],
  preserveEntrySignatures: 'allow-extension',
  // For CommonJS that becomes a part of a module.
  transform: { define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } },
  // discord.js has an eval for its own sharding, which we do not use.
  checks: { eval: false },
});
const { output } = await bundle.write({
  dir: dist,
  format: 'esm',
  sourcemap: true,
  entryFileNames: '[name].js',
  // As deep below the package as the sources are: a file that lies beside a source lies there in dist/ as well.
  chunkFileNames: 'lib/[name]-[hash].js',
  comments: { legal: true, annotation: false, jsdoc: false },
  strictExecutionOrder: true,
  codeSplitting: {
    includeDependenciesRecursively: false,
    // A file a package: a verb reads those that it needs, and a stack trace names the package.
    groups: [{ debugName: 'package', test: /node_modules/, name: chunkOf }],
  },
});
await bundle.close();
for (const name of readdirSync(join(dist, 'lib'))) if (name.endsWith('.map')) thin(join(dist, 'lib', name));
const ofPage = await bundlePage(join(dist, 'page'));
copyFileSync(join(root, 'sandbox/fleet/service.mjs'), join(dist, 'lib', 'service.mjs'));
const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
const packages = packagesIn([...modules, ...ofPage]);
writeFileSync(
  join(dist, 'PACKAGES.json'),
  `${JSON.stringify(
    packages.map(({ name, version, license }) => ({ name, version, license })),
    null,
    2,
  )}\n`,
);
writeFileSync(join(dist, 'NOTICES'), noticesOf(packages));
const revision = await ownRevision(root);
if (revision !== null) writeFileSync(join(dist, 'REVISION'), `${revision}\n`);

/** The texts of other people's packages are to be had from the registry; ours are not. */
function thin(path: string): void {
  const Map_ = z.looseObject({
    sources: z.array(z.string()),
    sourcesContent: z.array(z.string().nullable()),
  });
  const map = Map_.parse(JSON.parse(readFileSync(path, 'utf8')));
  const isTheirs = (at: number) => map.sources[at]?.includes('node_modules/') === true;
  if (map.sources.every((_, at) => isTheirs(at))) {
    const code = path.replace(/\.map$/, '');
    rmSync(path);
    writeFileSync(code, readFileSync(code, 'utf8').replace(/\/\/# sourceMappingURL=.*\n?$/, ''));
    return;
  }
  const sourcesContent = map.sourcesContent.map((text, at) => (isTheirs(at) ? null : text));
  writeFileSync(path, JSON.stringify({ ...map, sourcesContent }));
}
