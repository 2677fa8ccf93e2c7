import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { files } from '../../../src/probes/files/files.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { watched } from '../../support/probes/file-scene.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const runs = fuzzRounds(2000);

describe('the parser of files', () => {
  const target = {
    machine: aMachine(),
    services: [aService({ files: [watched('/etc/app/.env', { sha256: 'f'.repeat(64) }), watched('/b')] })],
  };
  const row = '-rw-r----- 1 501 20 12 Mar 29 09:12 /etc/app/.env';

  it.each([
    [
      'a space in the name of a group',
      `-rw-r-----  1 knox  domain users  12 Mar 29 09:12 /etc/app/.env`,
      null,
    ],
    ['columns as BSD sets them', `-rw-r-----@ 1 knox  staff  12 Mar 29 09:12 /etc/app/.env`, 'knox'],
    ['a row of another moment', `-rw-r----- 1 knox staff 13 Mar 29 09:13 /etc/app/.env`, null],
    ['no row', '', null],
  ])('takes names only where they are certain: %s', (_what, named, owner) => {
    const output = `0 numeric ${row}\n0 named ${named}\n`;
    expect(files.parse({ output, status: 0, truncated: false }, target)).toMatchObject({
      value: { '/etc/app/.env': { value: { uid: 501, gid: 20, mode: '0640', owner } } },
    });
  });

  it('leaves what was cut off unseen, item by item', () => {
    expect(files.parse({ output: `0 numeric ${row}\n`, status: 0, truncated: false }, target)).toMatchObject({
      value: { '/etc/app/.env': { ok: true }, '/b': { ok: false, reason: 'malformed' } },
    });
  });

  it('takes any text for what it is, or calls it malformed', () => {
    const line = fc.oneof(
      fc.tuple(
        fc.constantFrom('0', '1', '2', '999999', '-1', ''),
        fc.constantFrom('numeric', 'named', 'sha', 'problem', 'open', 'large', 'unhashed', 'x'),
        fc.oneof(
          fc.constantFrom(row, 'f'.repeat(64), 'ls: x: Permission denied', ''),
          fc.string({ unit: 'binary' }),
        ),
      ),
      fc.string({ unit: 'binary' }).map((text) => [text]),
    );
    const output = fc
      .array(line, { maxLength: 12 })
      .map((lines) => lines.map((words) => words.join(' ')).join('\n'));
    fc.assert(
      fc.property(output, fc.boolean(), (output, truncated) => {
        const seen = files.parse({ output, status: 0, truncated }, target);
        if (!seen.ok) throw new Error('a section is never lost as a whole');
        for (const path of ['/etc/app/.env', '/b']) {
          const file = seen.value[path];
          if (!file) throw new Error('a file was lost');
          const mode = file.ok ? file.value?.mode : undefined;
          expect(mode ?? '0000').toMatch(/^[0-7]{4}$/);
        }
      }),
      { numRuns: runs },
    );
  });
});
