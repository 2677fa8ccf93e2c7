import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLockText } from '../../../src/probes/lockfiles/lock-text.ts';

const pid = fc.integer({ min: 1, max: 4_194_304 });
const other = fc.dictionary(
  fc.constantFrom('port', 'version', 'started', 'ppid', 'uptime', 'rapid'),
  fc.oneof(fc.nat(), fc.string(), fc.boolean()),
);

describe('the pid of a lock', () => {
  it('is what its key says, whatever else stands beside it, above it or around it', () => {
    fc.assert(
      fc.property(pid, other, other, fc.constantFrom('pid', 'PID', 'main_pid'), (pid, one, two, key) => {
        const forms = [
          JSON.stringify({ ...one, [key]: pid }),
          JSON.stringify({ ...one, process: { ...two, [key]: String(pid) } }, null, 2),
          `port=8080\n${key}=${pid}\nversion=3\n`,
          `port: 8080\r\nprocess:\r\n  ${key}: ${pid}\r\n`,
        ];
        for (const text of forms) expect(readLockText(text)).toMatchObject({ pid, sure: true });
      }),
    );
  });

  it('is never sure where several numbers stand in a line and no key names one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(pid, { minLength: 2, maxLength: 6 }), (numbers) => {
        const [first, ...others] = numbers;
        expect(readLockText(numbers.join(' '))).toMatchObject({ pid: first, sure: false, others });
        expect(readLockText(JSON.stringify(numbers))).toMatchObject({ pid: first, sure: false, others });
      }),
    );
  });

  it('is a value or nothing for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const found = readLockText(text)?.pid ?? 1;
        expect(found).toBeGreaterThan(0);
        expect(found).toBeLessThanOrEqual(4_194_304);
      }),
    );
  });
});
