import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lacks } from '../support/machines/system.ts';

const main = resolve('src/main.ts');
const completion = (shell: string) =>
  execFileSync(process.execPath, [main, 'completion', shell], { encoding: 'utf8' });

describe('driftwatch completion', () => {
  it.skipIf(lacks(['bash', 'bash'])).each([
    [['au'], ['audit']],
    [['journal', 'sh'], ['show']],
    [['audit', '--machine', 'tower', '--f'], ['--format']],
    [['journal', 'show', '--r'], ['--request']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', '--help'],
    ],
    [
      ['audit', '--manifest', 'fleet.yaml', '--format', 'j'],
      ['json', 'junit'],
    ],
    [['doctor', '--format', 'j'], ['json']],
    // Nothing of ours: bash then offers files.
    [['audit', '--manifest', ''], ['']],
  ])('completes %j in bash', (words, expected) => {
    const given = ['driftwatch', ...words].map((word) => `'${word}'`).join(' ');
    const ask = `COMP_WORDS=(${given}); COMP_CWORD=${words.length}; _driftwatch; echo "\${COMPREPLY[@]}"`;
    const said = execFileSync('bash', ['-c', `${completion('bash')}\n${ask}`], { encoding: 'utf8' });
    expect(said.trim().split(' ')).toEqual(expected);
  });

  it.each(['zsh', 'fish'])('names the verbs for %s', (shell) => {
    expect(completion(shell)).toMatch(/audit.*doctor.*discover/s);
  });

  it('says which shells it knows', () => {
    expect(() => completion('tcsh')).toThrow(/bash, zsh and fish/);
  });
});
