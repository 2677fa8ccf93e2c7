import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { emojiPictures, usedEmoji } from './emoji.ts';

const source = join(import.meta.dirname, '../page');
const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules', '.cache', 'driftwatch-page');
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export type PageFiles = Map<string, Buffer>;

/** The bundled page by URL path. Built by vite in about a second, once for each state of its sources. */
export async function loadPage(): Promise<PageFiles> {
  if (!existsSync(join(source, 'main.ts'))) return readFiles(source); // what is installed holds the built page there
  const folder = join(cache, await fingerprint());
  const built = await readFiles(folder).catch(() => null);
  return built ?? readFiles(await buildPage(folder));
}

/** Serves a file of the page. It may load nothing from anywhere else, and runs no script but its own. */
export function servePageFile(files: PageFiles, url: string, path: string, response: ServerResponse): void {
  const name = path === '/' ? '/index.html' : path;
  const bytes = files.get(name);
  if (!bytes) {
    response.writeHead(404).end();
    return;
  }
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self' ${url.replace(/^http/, 'ws')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  response.writeHead(200, {
    'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(bytes);
}

async function buildPage(folder: string): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'driftwatch-page-'));
  await bundlePage(outDir);
  return moveIntoCache(outDir, folder).catch(() => outDir);
}

/** Builds the page into a folder, which is emptied. @returns the files that it was made of */
export async function bundlePage(outDir: string): Promise<string[]> {
  const { build } = await import('vite');
  const pictures = await emojiPictures(await usedEmoji());
  const built = await build({
    configFile: false,
    root: source,
    logLevel: 'warn',
    // Under a test runner vite would else take the libraries' development builds.
    mode: 'production',
    resolve: { conditions: ['production', 'module', 'browser'] },
    define: {
      'process.env.NODE_ENV': '"production"',
      EMOJI_FILES: JSON.stringify([...pictures.keys()]),
    },
    build: { outDir, emptyOutDir: true },
  });
  await mkdir(join(outDir, 'emoji'));
  for (const [name, { bytes }] of pictures) await writeFile(join(outDir, 'emoji', name), bytes);
  const modules = [built].flat().flatMap((part) => {
    const files = 'output' in part ? part.output : [];
    return files.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
  });
  return [...modules, ...[...pictures.values()].map(({ path }) => path)];
}

/** A rename is atomic, so that two starting at once never see half a page; /tmp may be another file system. */
async function moveIntoCache(from: string, folder: string): Promise<string> {
  await mkdir(cache, { recursive: true });
  const beside = await mkdtemp(join(cache, 'new-'));
  await cp(from, beside, { recursive: true });
  await rename(beside, folder).catch(() => rm(beside, { recursive: true }));
  await rm(from, { recursive: true });
  return folder;
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256').update((await usedEmoji()).join(' '));
  // The lock file pins the versions of vite and of the components.
  hash.update(await readFile(join(root, 'package-lock.json')));
  hash.update(await readFile(import.meta.filename));
  hash.update(await readFile(join(import.meta.dirname, 'emoji.ts')));
  for (const [path, bytes] of await readFiles(source)) hash.update(path).update(bytes);
  return hash.digest('hex').slice(0, 16);
}

async function readFiles(folder: string): Promise<PageFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const read = files.map(async (path) => [path.slice(folder.length), await readFile(path)] as const);
  return new Map(await Promise.all(read));
}
