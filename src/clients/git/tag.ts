import { mayMove } from '../../text/revision.ts';
import type { Read } from './history.ts';

/** @see RepositoryClient.tag */
export async function commitTagged(read: Read, name: string): Promise<string | null> {
  // Names that git-for-each-ref(1) would read as a pattern are not looked up.
  if (!/^[0-9A-Za-z][0-9A-Za-z._+/@-]*$/.test(name)) return null;
  const format = '--format=%(refname) %(objecttype) %(objectname) %(*objecttype) %(*objectname)';
  const listed = (
    await read(['for-each-ref', format, `refs/tags/${name}`, `refs/tags/${name}.*`])
  ).toString();
  const rows = listed.split('\n').map((line) => line.split(' '));
  const row = rows.find(([ref]) => ref === `refs/tags/${name}`);
  const others = rows.some(([ref = '']) => /^\.\d/.test(ref.slice(`refs/tags/${name}`.length)));
  if (!row || (others && mayMove(name))) return null;
  const [, type, sha = '', peeledType, peeled = ''] = row;
  if (type === 'commit') return sha;
  return type === 'tag' && peeledType === 'commit' ? peeled : null;
}
