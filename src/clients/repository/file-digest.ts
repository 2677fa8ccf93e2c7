import { createHash } from 'node:crypto';

/** git-lfs/docs/spec.md: what a tree holds for a file whose content is kept elsewhere. */
const LFS_POINTER = 'version https://git-lfs.github.com/spec/v1\n';

/**
 * @returns 64 lower-case hex digits; null for a pointer of Git LFS, which is not the file
 */
export function fileDigestOf(content: Buffer): string | null {
  if (content.subarray(0, LFS_POINTER.length).toString('latin1') === LFS_POINTER) return null;
  return createHash('sha256').update(content).digest('hex');
}

/** Reads on after the file's name. */
export const IN_LFS = 'is stored in Git LFS, which is not read';
