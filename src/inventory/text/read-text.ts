import type { BigIntStats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { codeOf } from '../../text/error-code.ts';

/** Bytes: thousands of services fit. */
const MAX_BYTES = 2 * 1024 * 1024;

/** `mark` changes with the file; null: the file is just being written, so a change might go unnoticed. */
export type FileText = { text: string | null; problem: string | null; mark: string | null };

/** A file's text. A file that cannot be read is returned as a problem, not thrown. */
export async function readText(path: string): Promise<FileText> {
  try {
    const handle = await open(path);
    try {
      const mark = markOf(await handle.stat({ bigint: true }));
      return { ...decoded(await readUpTo(handle, MAX_BYTES + 1)), mark };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { text: null, problem: wording(codeOf(error) ?? String(error)), mark: null };
  }
}

/** The mark as readText would give it now. */
export async function currentMark(path: string): Promise<string | null> {
  try {
    return markOf(await stat(path, { bigint: true }));
  } catch {
    return null;
  }
}

function markOf(stats: BigIntStats): string | null {
  // a pipe can be read once only
  if (!stats.isFile()) return 'no regular file';
  // two edits within one clock tick leave the same times
  const young = Math.abs(Date.now() - Number(stats.mtimeMs)) < 100;
  return young ? null : [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(':');
}

async function readUpTo(handle: FileHandle, limit: number): Promise<Buffer> {
  const buffer = Buffer.alloc(limit);
  let length = 0;
  while (length < limit) {
    const { bytesRead } = await handle.read(buffer, length, limit - length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

function decoded(bytes: Buffer): { text: string | null; problem: string | null } {
  if (bytes.length > MAX_BYTES) return { text: null, problem: 'larger than 2 MB: this is not a manifest' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), problem: null };
  } catch {
    return { text: null, problem: 'not UTF-8 text: save it as UTF-8' };
  }
}

function wording(code: string): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return 'no such file: make one (driftwatch discover USER@HOST --append FILE), or name yours with --manifest or MANIFEST_PATH';
  }
  if (code === 'EISDIR') return 'is a directory: name the manifest file in it';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user: give it read permission';
  return `cannot be read (${code})`;
}
