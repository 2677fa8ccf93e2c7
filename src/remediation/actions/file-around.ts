import { isWhole, linesOf, said, wordsIn } from '../guard/common.ts';
import type { Evidence } from '../guard/evidence.ts';
import { refuse } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import type { Surroundings } from './action.ts';

type Row = { mode: number; uid: string; gid: string; type: string; rest: string };

/** The real path of one plain file, from what the guard saw; or why the file is left alone. */
export function fileAround(evidence: Evidence, how: 'removed' | 'changed'): Surroundings | Refusal {
  const [own] = said(evidence, 'folder', 'own').map(rowIn);
  const [file] = said(evidence, 'file', 'file').map(rowIn);
  const [at] = said(evidence, 'file', 'at');
  const [acts] = said(evidence, 'file', 'acts');
  if (!isWhole(evidence) || !own || !file || at === undefined || acts === undefined)
    return refuse('its real path could not be seen, or its folder could not be entered');
  if (file.type !== 'regular') return refuse('it is a link, or not a plain file');
  const [claimed] = said(evidence, 'places', 'claimed');
  if (claimed !== undefined) return refuse(`it is, or is in, ${claimed}, which belongs to a trading service`);
  const [unseen] = said(evidence, 'places', 'unseen');
  if (unseen !== undefined) return refuse(`whether it is ${unseen} of a trading service could not be seen`);
  const writer = whoElseWrites(evidence, own, { acts, file, how });
  if (writer !== null) return refuse(writer);
  const [alive] = said(evidence, 'lock', 'lives');
  if (alive !== undefined) return refuse(`it names ${alive}, and a process has that pid`);
  if (said(evidence, 'lock', 'sum').includes('unread'))
    return refuse('the machine has no program that tells whether its content has changed (sha256sum)');
  const [held] = said(evidence, 'lock', 'held');
  if (held === 'unseen') return refuse('whether a process has it open could not be seen');
  if (held?.startsWith('elsewhere ') === true)
    return refuse(
      `it is on ${held.replace('elsewhere ', '')}, which other machines may share: who has it open there could not be seen`,
    );
  if (held !== undefined) return refuse('a process has it open or locked: it is not stale');
  return { touches: [at, ...wordsIn([at])], starts: [] };
}

/** Why somebody else could replace the file during the action, or null. */
function whoElseWrites(
  evidence: Evidence,
  own: Row,
  { acts, file, how }: { acts: string; file: Row; how: 'removed' | 'changed' },
): string | null {
  if ((own.mode & 0o002) !== 0) return 'everybody may write to its folder, so the file could be replaced';
  if (linesOf(evidence, 'folder').includes('acl'))
    return 'an ACL lets others write to its folder, so the file could be replaced';
  const [, members = '?'] = /^\S+ ?(.*)$/.exec(said(evidence, 'folder', 'group')[0] ?? '') ?? [];
  const [owner = ''] = said(evidence, 'file', 'owner');
  const others = members.split(' ').filter((name) => name !== '' && name !== 'root' && name !== owner);
  if ((own.mode & 0o020) !== 0 && own.gid !== '0' && others.length > 0)
    return 'its group may write to its folder, so the file could be replaced';
  // Removing a name is harmless behind a link; changing a file is not.
  const trusted = how === 'removed' ? ['0', acts, file.uid] : ['0', acts];
  if (!trusted.includes(own.uid))
    return `its folder belongs to another user (uid ${own.uid}), who could replace the file`;
  const open = said(evidence, 'folder', 'folder')
    .map(rowIn)
    .find(({ mode }) => (mode & 0o1002) === 0o002);
  return open ? `everybody may write ${open.rest}, above it, so the folder could be replaced` : null;
}

/** `<device:inode> <mode> <uid>:<gid> <type> …` */
function rowIn(line: string): Row {
  const [, mode = '', owner = '', type = '', ...rest] = line.split(' ');
  const [uid = '', gid = ''] = owner.split(':');
  return { mode: Number.parseInt(mode, 8), uid, gid, type, rest: rest.join(' ') };
}
