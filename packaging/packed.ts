import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { besideDist } from './beside.ts';

// Before npm pack: a package.json that requires only what is next to dist/. After it (restore): our own again.

const own = join(import.meta.dirname, '..', 'package.json');
const kept = join(import.meta.dirname, '..', '.package.json.kept');

// An interrupted npm pack may have left the original: restore that first.
if (existsSync(kept)) renameSync(kept, own);
if (process.argv[2] !== 'restore') {
  const {
    devDependencies: _dev,
    overrides: _overrides,
    allowScripts: _allowed,
    scripts: _scripts,
    ...rest
  } = z
    .looseObject({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(own, 'utf8')));
  const dependencies = Object.fromEntries(
    Object.entries(rest.dependencies).filter(([name]) => besideDist.includes(name)),
  );
  copyFileSync(own, kept);
  writeFileSync(own, `${JSON.stringify({ ...rest, dependencies }, null, 2)}\n`);
}
