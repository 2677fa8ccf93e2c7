import { RepositoryError } from '../errors.ts';
import { fileDigestOf, IN_LFS } from '../repository/file-digest.ts';
import type { Read } from './history.ts';

const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Reads a file of the commit `sha` from a copy that may have no contents; `fetchObject` fetches one.
 * @see RepositoryClient.fileDigest
 */
export async function fileDigestIn(
  read: Read,
  { path, sha, name }: { path: string; sha: string; name: string },
  fetchObject: (oid: string) => Promise<boolean>,
): Promise<string | null> {
  const listed = (await read(['ls-tree', '-z', '--full-tree', sha, '--', path])).toString();
  // git-ls-tree(1): <mode> SP <type> SP <object> TAB <path>
  const rows = listed.split('\0').flatMap((row) => /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(row) ?? []);
  const [, mode = '', , oid = '', found] = rows;
  if (found !== path) return null;
  if (!mode.startsWith('100'))
    throw new RepositoryError('unsupported', `${path} is not a regular file in ${name}`);
  const content = async () =>
    await read(['cat-file', 'blob', oid], { emptyOn: MISSING, maxBytes: MOST_BYTES + 1 });
  let bytes = await content();
  // Empty: an empty file, or one that did not come with the history.
  if (bytes.length === 0 && (await read(['cat-file', '-s', oid], { emptyOn: MISSING })).length === 0) {
    if (!(await fetchObject(oid)))
      throw new RepositoryError('unsupported', `${name} does not serve the content of ${path} alone`);
    bytes = await content();
  }
  if (bytes.length > MOST_BYTES)
    throw new RepositoryError('unsupported', `${path} is larger than 16 MB in ${name}`);
  const digest = fileDigestOf(bytes);
  if (digest === null) throw new RepositoryError('unsupported', `${path} ${IN_LFS}`);
  return digest;
}

/** git's status for any fatal error, such as a missing object */
const MISSING = 128;
