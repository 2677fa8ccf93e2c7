import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { z } from 'zod';
import { driftwatchRevision } from '../src/bot/driftwatch-revision.ts';
import { bundlePage } from '../sandbox/page-server/page-files.ts';
import { ascii } from './ascii.ts';
import { besideDist } from './beside.ts';
import { chunkOf, packagesIn } from './bundled.ts';
import { noticesOf } from './notices.ts';
import { sharedPackages } from './shared-packages.ts';

// npm run build [folder]: makes dist/, plain JavaScript with source maps. It contains all packages except those in beside.ts.

const root = join(import.meta.dirname, '..');
const dist = resolve(process.argv[2] ?? join(root, 'dist'));
const optional = ['zlib-sync', 'bufferutil', 'utf-8-validate', 'pg-native', 'cpu-features', 'vite'];

rmSync(dist, { recursive: true, force: true });
const bundle = await rolldown({
  cwd: root,
  input: { main: 'src/main.ts', healthcheck: 'packaging/healthcheck.ts' },
  platform: 'node',
  external: [/^node:/, /\.node$/, ...besideDist, ...optional],
  preserveEntrySignatures: 'allow-extension',
  // For CommonJS that becomes part of a module.
  transform: { define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } },
  // discord.js has an eval for its sharding, which we do not use.
  checks: { eval: false },
  plugins: [sharedPackages],
});
const { output } = await bundle.write({
  dir: dist,
  format: 'esm',
  sourcemap: true,
  entryFileNames: '[name].js',
  // As deep below the package as the sources: a file next to a source is next to it in dist/ too.
  chunkFileNames: 'lib/[name]-[hash].js',
  // Removes only whitespace: stack traces in a log need the names.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  comments: { legal: true, annotation: false, jsdoc: false },
  strictExecutionOrder: true,
  codeSplitting: {
    includeDependenciesRecursively: false,
    // One file per package: a verb reads only those that it needs, and a stack trace names the package.
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
const revision = await driftwatchRevision(root);
if (revision !== null) writeFileSync(join(dist, 'REVISION'), `${revision}\n`);

/** A map names places in our sources, whose text is in the repository. A file of only third-party code gets no map. */
function thin(path: string): void {
  const Map_ = z.looseObject({ sources: z.array(z.string()) });
  const { sourcesContent: _texts, ...map } = Map_.parse(JSON.parse(readFileSync(path, 'utf8')));
  if (map.sources.some((source) => !source.includes('node_modules/'))) {
    writeFileSync(path, JSON.stringify(map));
    return;
  }
  const code = path.replace(/\.map$/, '');
  rmSync(path);
  writeFileSync(code, ascii(readFileSync(code, 'utf8').replace(/\/\/# sourceMappingURL=.*\n?$/, '')));
}
