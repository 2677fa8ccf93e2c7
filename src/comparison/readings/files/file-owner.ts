import type { FileFact } from '../../../facts/files/file.ts';

/**
 * Does a file belong to `user` or `user:group`, each a name or a number?
 * `untold`: the manifest has a name, but the machine's is unreadable.
 */
export function ownedBy(fact: FileFact, expected: string): 'yes' | 'no' | 'untold' {
  const [user = '', group] = expected.split(':');
  const answers = [is(user, fact.owner, fact.uid)];
  if (group !== undefined) answers.push(is(group, fact.group, fact.gid));
  if (answers.includes('no')) return 'no';
  return answers.includes('untold') ? 'untold' : 'yes';
}

function is(expected: string, name: string | null, id: number): 'yes' | 'no' | 'untold' {
  if (expected === name || expected === String(id)) return 'yes';
  return name === null && !/^\d+$/.test(expected) ? 'untold' : 'no';
}
