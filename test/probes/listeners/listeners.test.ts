import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listeners } from '../../../src/probes/listeners/listeners.ts';
import { aMachine, anEndpoint, aService } from '../../support/facts/observed.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const runs = fuzzRounds(2000);
const twoWays = aService({ machine: 'box', endpoints: [anEndpoint(), anEndpoint({ interface: 'lan' })] });
const target = { machine: aMachine({ name: 'box' }), services: [twoWays] };

function parse(output: string, over: { status?: number; truncated?: boolean } = {}) {
  return listeners.parse({ output, status: 0, truncated: false, ...over }, target);
}

const ss = `from ss
State  Recv-Q Send-Q Local Address:Port  Peer Address:Port Process
LISTEN 0      511        127.0.0.1:8002       0.0.0.0:*     users:(("python3",pid=41,fd=3),("python3",pid=42,fd=3))
LISTEN 0      128          0.0.0.0:22         0.0.0.0:*
LISTEN 0      4096   127.0.0.53%lo:53         0.0.0.0:*     users:(("a "b",pid=7,fd=1))
LISTEN 0      511                *:8003             *:*     users:(("node",pid=9,fd=21))
LISTEN 0      128             [::]:22            [::]:*
LISTEN 0      5   [fe80::1]%eth0:8004            [::]:*
LISTEN 0      5 [::ffff:127.0.0.1]:8005             *:*
`;
const netstat = `from netstat
Active Internet connections (only servers)
Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name
tcp        0      0 127.0.0.1:8002          0.0.0.0:*               LISTEN      41/python3 -m x
tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      -
tcp6       0      0 :::8003                 :::*                    LISTEN      9/node
tcp        0      0 ::1:631                 :::*                    LISTEN      5/cupsd
`;
const proc = `from proc
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F42 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1470917 1
   1: 0100007F:1F43 0100007F:AB12 01 00000000:00000000 00:00000000 00000000     0        0 1470918 1
  sl  local_address                         remote_address                        st tx_queue rx_queue
   0: 00000000000000000000000000000000:1F43 00000000000000000000000000000000:0000 0A 00000000:00000000
   1: 00000000000000000000000001000000:0277 00000000000000000000000000000000:0000 0A 00000000:00000000
`;
const macOS = `from lsof
p412
cpython3.11
f3
n127.0.0.1:8002
p500
cnode
f20
n*:8003
f21
n[::1]:631
from bsd
Active Internet connections (including servers)
Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)
tcp4       0      0  127.0.0.1.8002         *.*                    LISTEN
tcp46      0      0  *.8003                 *.*                    LISTEN
tcp6       0      0  ::1.631                *.*                    LISTEN
tcp4       0      0  *.22                   *.*                    LISTEN
tcp4       0      0  192.168.1.20.22        192.168.1.9.51234      ESTABLISHED
`;

const row = (address: string, port: number, pid: number | null = null, process: string | null = null) => ({
  address,
  port,
  pid,
  process,
});

describe('the table of listeners', () => {
  it.each([
    [
      'ss',
      ss,
      [
        row('127.0.0.1', 8002, 41, 'python3'),
        row('0.0.0.0', 22),
        row('127.0.0.53', 53, 7, 'a "b'),
        row('*', 8003, 9, 'node'),
        row('::', 22),
        row('fe80::1', 8004),
        row('127.0.0.1', 8005),
      ],
    ],
    [
      'netstat',
      netstat,
      [
        row('127.0.0.1', 8002, 41, 'python3 -m x'),
        row('0.0.0.0', 22),
        row('*', 8003, 9, 'node'),
        row('::1', 631, 5, 'cupsd'),
      ],
    ],
    ['the kernel', proc, [row('127.0.0.1', 8002), row('*', 8003), row('::1', 631)]],
    [
      'macOS, where lsof sees the own processes alone',
      macOS,
      [
        row('127.0.0.1', 8002, 412, 'python3.11'),
        row('*', 8003, 500, 'node'),
        row('::1', 631, 500, 'node'),
        row('0.0.0.0', 22),
      ],
    ],
    [
      'macOS, where lsof sees none',
      `from lsof\n${macOS.slice(macOS.indexOf('from bsd'))}`,
      [row('127.0.0.1', 8002), row('*', 8003), row('::1', 631), row('0.0.0.0', 22)],
    ],
  ])('is read from %s', (_tool, output, rows) => {
    expect(parse(output)).toEqual({ ok: true, value: rows });
  });

  it.each([
    ['nothing', ''],
    ['no tool', 'sh: ss: not found\n'],
    ['an empty table', 'from ss\n'],
    ['a line that is no row', `${ss}oops\n`],
    ['a row without a port', `${ss}LISTEN 0 5 127.0.0.1 0.0.0.0:*\n`],
    ['an address that is none', `${ss}LISTEN 0 5 no-such:80 0.0.0.0:*\n`],
  ])('is malformed for %s, rather than empty', (_what, output) => {
    expect(parse(output)).toMatchObject({ ok: false, reason: 'malformed' });
  });

  it('is not half of it', () => {
    expect(parse(ss, { truncated: true })).toMatchObject({ ok: false });
    expect(parse(ss, { status: 1 })).toMatchObject({ ok: false });
  });

  it('is asked for only where a service has two ways, or only its port may tell its process', () => {
    expect(listeners.wanted(aService(), aMachine())).toBe(true);
    for (const over of [
      { process: 'akashic' },
      { systemd_unit: 'akashic' },
      { launchd_label: 'com.akashic' },
      { docker_service: 'akashic' },
      { endpoints: [] },
      { endpoints: [anEndpoint({ url: 'https://proxy.example:8443/health' })] },
      { endpoints: [anEndpoint({ url: 'http://100.91.193.23/health' })] },
    ])
      expect(listeners.wanted(aService(over), aMachine())).toBe(false);
    expect(listeners.wanted(twoWays, aMachine())).toBe(true);
    expect(listeners.wanted(twoWays, aMachine({ ssh: false }))).toBe(false);
  });

  it('is a value or a reason, whatever is printed', () => {
    const all = [ss, netstat, proc, macOS];
    const line = fc.constantFrom(...all.flatMap((text) => text.split('\n')));
    const lines = fc.array(
      fc.oneof({ weight: 5, arbitrary: line }, fc.string({ unit: 'binary', maxLength: 60 })),
    );
    const changed = fc
      .tuple(fc.constantFrom(...all), fc.nat(), fc.nat(4), fc.string({ unit: 'binary', maxLength: 4 }))
      .map(([text, at, length, put]) => {
        const from = at % text.length;
        return text.slice(0, from) + put + text.slice(from + length);
      });
    fc.assert(
      fc.property(
        fc.oneof(
          lines.map((each) => each.join('\n')),
          changed,
        ),
        (output) => {
          const seen = parse(output);
          const odd = seen.ok
            ? seen.value.filter(({ port }) => !(port >= 0))
            : [seen.reason].filter((reason) => reason !== 'malformed');
          expect(odd).toEqual([]);
        },
      ),
      { numRuns: runs },
    );
  });
});
