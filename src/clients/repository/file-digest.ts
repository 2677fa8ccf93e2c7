import { createHash } from 'node:crypto';
import { RepositoryError } from '../errors.ts';

/** git-lfs/docs/spec.md: what a tree holds for a file whose content is kept elsewhere. */
const LFS_POINTER = 'version https://git-lfs.github.com/spec/v1\n';

/**
 * @returns 64 lower-case hex digits
 * @throws RepositoryError `unsupported` for a pointer of Git LFS, which is not the file
 */
export function fileDigestOf(content: Buffer, name: string): string {
  if (content.subarray(0, LFS_POINTER.length).toString('latin1') === LFS_POINTER)
    throw new RepositoryError('unsupported', `${name} is stored in Git LFS, which is not read`);
  return createHash('sha256').update(content).digest('hex');
}
