import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/clients/ssh/config.ts';
import { resolveHost } from '../../../src/clients/ssh/login.ts';
import { fuzzRounds } from '../../support/property-time.ts';

describe('an ssh_config', () => {
  it('may be anything at all', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'Host',
        'Match',
        'Match all',
        'Match host',
        'Include',
        'ProxyJump',
        'ProxyCommand',
        'Host "',
        'Match exec',
        '=',
        'Port =',
        'Match host a"b',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    const text = fc.array(
      fc.tuple(line, line).map((words) => words.join(' ')),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(text, fc.string({ maxLength: 8 }), (lines, host) => {
        const settings = readSettings(lines.join('\n'), () => []);
        const config = { settings, home: '/home/bot', localUser: 'bot', warnings: [] };
        const { port } = resolveHost({ host, port: null, user: null, jump: null }, { user: 'x', config });
        expect(Number.isInteger(port) && port > 0 && port < 65_536).toBe(true);
      }),
      { numRuns: fuzzRounds(1000) },
    );
  });
});
