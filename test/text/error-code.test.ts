import { expect, it } from 'vitest';
import { codeOf } from '../../src/text/error-code.ts';

it.each([
  [Object.assign(new Error('x'), { code: 'ENOENT' }), 'ENOENT'],
  [Object.assign(new Error('x'), { code: 5 }), null],
  [new Error('ENOENT'), null],
  [{ code: 'ENOENT' }, null],
  [null, null],
])('%s has the code %s', (error, code) => expect(codeOf(error)).toBe(code));
