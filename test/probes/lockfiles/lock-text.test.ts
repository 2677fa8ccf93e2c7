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

describe('a lock of a real program', () => {
  it.each<[program: string, text: string, pid: number, host: string | null, sure?: boolean]>([
    ['HDFS', '4182@nn1.example.org', 4182, 'nn1.example.org'],
    ['LockFile::Simple', '4182:web-7\n', 4182, 'web-7'],
    ['zc.lockfile', ' 4182;web-7\n', 4182, 'web-7'],
    ['git gc', '4182 web-7', 4182, 'web-7'],
    ['a script', 'pid: 4182\nhost: web-7\n', 4182, 'web-7'],
    ['a script', 'HOSTNAME=web-7\nPID=4182\n', 4182, 'web-7'],
    ['minicom', '      4182 minicom root\n', 4182, null],
    ['sendmail', '4182\n/usr/sbin/sendmail -bd -q30m\n', 4182, null],
    ['Bazel', 'pid=4182\nowner=client\ncwd=/srv/7\ntty=/dev/pts/3\n', 4182, null],
    ['Home Assistant', '{"pid": 63, "version": 1, "start_ts": 1760000000.12}', 63, null],
    ['a supervisor', 'previous_pid=17\ncurrent_pid=4182\n', 4182, null],
    ['a master', 'worker_pid=17\nmaster_pid=4182\n', 4182, null],
    ['a script', '17\nSun Mar 29 12:30:11 UTC 2026\n', 17, null],
    ['a script', 'Sun Mar 29 12:30:11 UTC 2026: 4182\n', 4182, null, false],
    ['a script', 'held by 4182\n', 4182, null, false],
    ['Borg', '{"exclusive": [["web-1@185410882049", 4182, 140423]]}', 4182, null, false],
  ])('names its process: %s, %j', (_program, text, pid, host, sure = true) => {
    expect(readLockText(text)).toMatchObject({ pid, host, sure });
  });

  it.each<[program: string, text: string]>([
    ['date >lock', 'Sun Mar 29 12:30:11 UTC 2026\n'],
    ['date >lock', 'So 29. Mär 12:30:11 CET 2026\n'],
    ['date >lock', '2026/03/29 10:00:01\n'],
    ['H2', '#FileLock\n#Sun Mar 29 10:15:33 CET 2026\nmethod=file\nid=19c8f3a1b2c4\nserver=10.0.0.7:9092\n'],
    ['LibreOffice', ',knox,web1,29.03.2026 10:15,file:///home/knox/.config/libreoffice/4;'],
    ['Terraform', '{"ID":"12345678-e29b-41d4-a716-446655440000","Who":"knox@web1","Version":"1.9.5"}'],
    ['Puppet', '{"disabled_message":"upgrade of 3 hosts"}'],
    ['a port', 'listening on port 8080\n'],
    ['a port', '{"port":8080,"version":2}'],
    ['MySQL X', 'X4182\n'],
    ['an earlier process', 'last_pid: 17\n'],
    ['a path', '/var/lib/app/17/main\n'],
  ])('names none: %s, %j', (_program, text) => {
    expect(readLockText(text)).toBeNull();
  });
});
