import { z } from 'zod';
import { RepositoryError } from '../errors.ts';
import { fileDigestOf, IN_LFS } from '../repository/file-digest.ts';
import type { Ask } from './request.ts';

/** `digest` is null for what is not a regular file, or too large to be in the answer. */
const Digested = z.strictObject({ digest: z.string().nullable(), why: z.string() });

const Folder = z.array(z.unknown()).transform(() => ({ digest: null, why: 'is a folder' }));
const Entry = z
  .object({ type: z.string(), encoding: z.string().optional(), content: z.string().optional() })
  .transform(({ type, encoding, content }) => {
    if (type !== 'file') return { digest: null, why: `is a ${type}` };
    // docs.github.com/rest/repos/contents: over 1 MB the content is left out, and the encoding is `none`
    if (encoding !== 'base64' || content === undefined) return { digest: null, why: 'is larger than 1 MB' };
    const digest = fileDigestOf(Buffer.from(content, 'base64'));
    return { digest, why: digest === null ? IN_LFS : '' };
  });

// Only the digest is stored between audits: a configuration's content must not be in the bot's state.
const FileAnswer = z.union([Digested, Folder, Entry]);

/** Asks GitHub's contents API. @see RepositoryClient.fileDigest */
export async function fileDigestOnGitHub(
  ask: Ask,
  { owner, repo, file, sha }: { owner: string; repo: string; file: string; sha: string },
  deadline: AbortSignal,
): Promise<string | null> {
  const path = '/repos/{owner}/{repo}/contents/{file}';
  const parameters = { file, ref: sha };
  const found = await ask({ path, owner, repo, parameters, schema: FileAnswer, noneOn: [404] }, deadline);
  if (!found) return null;
  const { digest, why } = found.value;
  if (digest === null) throw new RepositoryError('unsupported', `${file} ${why} in ${owner}/${repo}`);
  return digest;
}
