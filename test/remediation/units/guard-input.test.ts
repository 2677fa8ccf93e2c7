import { describe, expect, it } from 'vitest';
import { actScript, inspectScript } from '../../../src/remediation/guard/program.ts';

const argv = ['systemctl', 'restart', 'web.service'];
const nothing = { paths: [], names: [] };

describe('the guard’s input', () => {
  it.each([
    ['a name', { paths: [], names: ['x\nGUARDED\nid'] }],
    ['a path', { paths: ['/x\nGUARDED\nid'], names: [] }],
  ])('is not made where %s could end it', (_, claims) => {
    expect(() => inspectScript(argv, claims)).toThrow('a line break');
    expect(() => actScript(claims, [], 'id')).toThrow('a line break');
  });

  it('is not made where a line that was approved could end it', () => {
    expect(() => actScript(nothing, ['x\nGUARDED\nid'], 'id')).toThrow('a line break');
    expect(() => actScript(nothing, [], 'x\nGUARDED\nid')).toThrow('a line break');
  });
});
