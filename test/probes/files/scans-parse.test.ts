import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scans } from '../../../src/probes/files/scans.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const runs = fuzzRounds(2000);

describe('the parser of scans', () => {
  const target = { machine: aMachine(), services: [aService({ scan: ['/app', '/'] })] };

  it.each([
    ['nothing', ''],
    ['no end', '0 file -rw-rw-rw- root root - n /app/./x\n'],
    ['a file of another folder', '0 file -rw-rw-rw- root root - n /etc/x\n0 said ended 0\n'],
    ['a row that cannot be read', '0 file ??? root root - n /app/./x\n0 said ended 0\n'],
    ['a name without its hex', '0 file -rw-rw-rw- root root - x \n0 said ended 0\n'],
  ])('calls no folder seen whole after %s', (_what, output) => {
    const seen = scans.parse({ output, status: 0, truncated: false }, target);
    const scan = seen.ok ? seen.value['/app'] : seen;
    expect(scan?.ok ? scan.value.rest?.ok : scan?.ok).toBe(false);
  });

  it('takes what went away during the search for gone', () => {
    const output = '0 said gone\n0 said ended 1\n1 file -rw-rw-rw- root root - n /./x\n1 said ended 0\n';
    expect(scans.parse({ output, status: 0, truncated: false }, target)).toMatchObject({
      value: { '/app': { value: { files: [], rest: null } }, '/': { value: { files: [{ path: '/x' }] } } },
    });
  });

  it('takes any text for what it is, and calls nothing seen that did not end', () => {
    const word = fc.constantFrom(
      '0',
      '1',
      '7',
      'file',
      'said',
      'problem',
      'ended 0',
      'ended 1',
      '-rw-rw-rw-',
      'root',
      'n',
      'x',
      '/app/./a',
      '2f6170702f2e2f0a',
      '-',
      'public',
      '\n',
      'gone',
    );
    const output = fc
      .array(fc.oneof({ weight: 6, arbitrary: word }, fc.string({ unit: 'binary' })), { maxLength: 30 })
      .map((words) => words.join(' ').replaceAll(' \n ', '\n'));
    fc.assert(
      fc.property(output, (output) => {
        const seen = scans.parse({ output, status: 0, truncated: false }, target);
        if (!seen.ok) throw new Error('a section is never lost as a whole');
        const searched = ['/app', '/'].flatMap((folder) => {
          const scan = seen.value[folder];
          return scan?.ok ? [scan.value] : [];
        });
        const whole = searched.filter(({ rest }) => rest === null);
        expect(whole.length === 0 || output.includes('said ended')).toBe(true);
        const found = searched.flatMap(({ files }) => files);
        expect(found.every(({ path, mode }) => path.startsWith('/') && /^[0-7]{4}$/.test(mode))).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});
