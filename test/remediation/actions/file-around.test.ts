import { describe, expect, it } from 'vitest';
import { fileAround } from '../../../src/remediation/actions/file-around.ts';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { fileText } from '../../support/remediation/guard-text.ts';

function around(how: 'removed' | 'changed', over: Parameters<typeof fileText>[0] = {}) {
  return fileAround(readEvidence(fileText(over))!, how);
}

/** The folder of the file, its mode and owner, and who is in its group. */
const folder = (mode: string, owner = '0:0', group: string | null = 'group 0 root') => ({
  folder: [`own 1:2 ${mode} ${owner} directory`, ...(group === null ? [] : [group])],
});
const file = (owner: string, uid: string, acts = '0') => ({
  file: [`file 1:3 644 ${uid}:0 regular 1`, 'at /etc/app.env', `acts ${acts}`, `owner ${owner}`],
});

describe('a file', () => {
  it.each<[string, Parameters<typeof fileText>[0]]>([
    ['root’s alone', {}],
    ['whose folder root’s group may write', folder('775', '0:0')],
    ['whose folder an empty group may write', folder('775', '0:7', 'group 7')],
    [
      'whose folder a group of root and its owner may write',
      { ...folder('775', '0:7', 'group 7 root knox'), ...file('knox', '7') },
    ],
    ['that nobody holds', { lock: [] }],
    [
      'below a folder with a sticky bit',
      { folder: ['own 1:2 755 0:0 directory', 'folder 1:1 1777 0:0 directory /tmp'] },
    ],
  ])('%s is acted on', (_, over) => {
    for (const how of ['removed', 'changed'] as const)
      expect(around(how, over)).toMatchObject({
        touches: expect.arrayContaining(['/etc/app.env']),
        starts: [],
      });
  });

  const replaced = 'so the file could be replaced';
  it.each<[string, Parameters<typeof fileText>[0], string]>([
    ['whose folder everybody may write', folder('757'), `everybody may write to its folder, ${replaced}`],
    [
      'whose folder a group of others may write',
      folder('775', '0:7', 'group 7 eve'),
      `its group may write to its folder, ${replaced}`,
    ],
    [
      'whose folder a group of nobody knows whom may write',
      folder('775', '0:7', null),
      `its group may write to its folder, ${replaced}`,
    ],
    [
      'below a folder of everybody',
      { folder: ['own 1:2 755 0:0 directory', 'folder 1:1 777 0:0 directory /a b'] },
      'everybody may write /a b, above it, so the folder could be replaced',
    ],
    [
      'whose content cannot be summed',
      { lock: ['sum unread'] },
      'the machine has no program that tells whether its content has changed (sha256sum)',
    ],
    ['whose pid lives', { lock: ['lives 77'] }, 'it names 77, and a process has that pid'],
    [
      'of which nobody knows who holds it',
      { lock: ['held unseen'] },
      'whether a process has it open could not be seen',
    ],
    ['that a process holds', { lock: ['held 77'] }, 'a process has it open or locked: it is not stale'],
    [
      'of a folder of another user',
      folder('755', '9:0'),
      'its folder belongs to another user (uid 9), who could replace the file',
    ],
  ])('%s is left alone', (_, over, refused) => {
    expect(around('removed', over)).toEqual({ refused });
  });

  it('is removed from its owner’s folder, and not changed there', () => {
    const over = { ...folder('755', '7:0'), ...file('knox', '7') };
    expect(around('removed', over)).not.toHaveProperty('refused');
    expect(around('changed', over)).toHaveProperty('refused');
    expect(around('changed', { ...over, ...file('knox', '7', '7') })).not.toHaveProperty('refused');
  });
});
