import { describe, expect, it } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { look } from '../../support/remediation/fresh-look.ts';
import type { Machines } from '../../support/remediation/fresh-look.ts';

describe.skipIf(lacks(['sshd', 'openssh-server']))('a fresh look at one service', () => {
  const addresses = (marks: readonly string[]) => marks.filter((mark) => mark.startsWith('address '));
  it.each<[what: string, machine: object, expected: string[], config?: string]>([
    ['its address', { host: '127.0.0.1' }, ['loopback', 'loopback']],
    ['nothing of a name that does not resolve', { host: 'nowhere.invalid' }, ['nowhere.invalid']],
    [
      'what ssh_config says that the name is',
      { host: 'nowhere.invalid' },
      ['nowhere.invalid', '198.51.100.7'],
      'Host nowhere.invalid\n  HostName 198.51.100.7\n  ConnectTimeout 1\n',
    ],
    [
      'the name itself, behind a jump host that resolves it',
      { host: 'nowhere.invalid', jump: 'way' },
      ['nowhere.invalid', 'nowhere.invalid'],
    ],
    ['nothing of a name of a site', { host: '127.0.0.1', site: 'home' }, ['loopback']],
  ])('knows of the machine %s', async (_, machine, expected, config) => {
    const { seen } = await look(
      ({ host }) => ({
        machines: { box: { port: 1, ...machine } as Machines[string], way: { host, port: 1 } },
      }),
      config,
    );
    expect(addresses(seen.marks)).toEqual(expected.map((address) => `address ${address}`));
  });
});
