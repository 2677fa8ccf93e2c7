import { describe, expect, it } from 'vitest';
import { resolved } from '../support/inventory/resolved.ts';
import type { Entry } from '../support/inventory/resolved.ts';

function endpoints(entry: Entry, machine: Entry = {}) {
  const interfaces = { lan: '10.0.0.1', tailscale: '100.64.0.1', six: 'FD00::1', localhost: '127.0.0.1' };
  const { service } = resolved(entry, { machines: { one: { host: '10.0.0.1', interfaces, ...machine } } });
  return service.endpoints.map(({ interface: name, url, from }) => [name, url, from]);
}

const url = 'http://100.64.0.1:8002/health?full=1';
describe('the endpoints of a service', () => {
  it.each<[string, Entry, Entry, unknown[]]>([
    ['none without a health_url', { health_url: null }, {}, []],
    ['the interface that has the address', { health_url: url }, {}, [['tailscale', url, 'bot']]],
    [
      'an address in no interface',
      { health_url: 'http://a.example/' },
      {},
      [['health_url', 'http://a.example/', 'bot']],
    ],
    [
      'the same port and path on each interface, once',
      { health_url: url, interfaces: ['tailscale', 'lan', 'six', 'localhost', 'lan'] },
      {},
      [
        ['tailscale', url, 'bot'],
        ['lan', 'http://10.0.0.1:8002/health?full=1', 'bot'],
        ['six', 'http://[fd00::1]:8002/health?full=1', 'bot'],
        ['localhost', 'http://127.0.0.1:8002/health?full=1', 'machine'],
      ],
    ],
    [
      'a localhost that the map does not name',
      { health_url: url, interfaces: ['localhost'] },
      { interfaces: {} },
      [
        ['health_url', url, 'bot'],
        ['localhost', 'http://127.0.0.1:8002/health?full=1', 'machine'],
      ],
    ],
    [
      'an IPv6 interface by any spelling',
      { health_url: 'http://[fd00:0::1]:80/' },
      {},
      [['six', 'http://[fd00:0::1]:80/', 'bot']],
    ],
    [
      'other ports and paths by health.urls, which win over interfaces',
      {
        health_url: url,
        interfaces: ['lan'],
        health: { urls: { lan: 'http://10.0.0.1:9/x', wan: 'https://a.example' } },
      },
      {},
      [
        ['tailscale', url, 'bot'],
        ['lan', 'http://10.0.0.1:9/x', 'bot'],
        ['wan', 'https://a.example', 'bot'],
      ],
    ],
    [
      'unique names where health.urls gives the interface of health_url another address',
      {
        health_url: url,
        health: { urls: { tailscale: 'http://100.64.0.1:9/', health_url: 'http://10.0.0.1:9/' } },
      },
      {},
      [
        ['health_url', url, 'bot'],
        ['tailscale', 'http://100.64.0.1:9/', 'bot'],
        ['health_url 2', 'http://10.0.0.1:9/', 'bot'],
      ],
    ],
    [
      'each address once, however it is written',
      { health_url: url, health: { urls: { again: 'HTTP://100.64.0.1:8002/health?full=1' } } },
      {},
      [['tailscale', url, 'bot']],
    ],
    [
      'loopback from the machine itself',
      {
        health_url: 'http://127.0.0.1:80/',
        health: {
          urls: {
            a: 'http://localhost:81/',
            b: 'http://[::1]:82/',
            c: 'http://0.0.0.0:83/',
            d: 'http://127.9.9.9/',
          },
        },
      },
      {},
      [
        ['localhost', 'http://127.0.0.1:80/', 'machine'],
        ['a', 'http://localhost:81/', 'machine'],
        ['b', 'http://[::1]:82/', 'machine'],
        ['c', 'http://0.0.0.0:83/', 'machine'],
        ['d', 'http://127.9.9.9/', 'machine'],
      ],
    ],
    [
      'loopback from the bot where the machine is the bot’s own, but localhost from the machine',
      { health_url: 'http://127.0.0.1:80/', interfaces: ['localhost'] },
      { host: '127.0.0.1', interfaces: { lan: '127.0.0.1' } },
      [
        ['lan', 'http://127.0.0.1:80/', 'bot'],
        ['localhost', 'http://127.0.0.1/', 'machine'],
      ],
    ],
    [
      'a host that only looks like loopback',
      { health_url: 'http://127.example.com/' },
      {},
      [['health_url', 'http://127.example.com/', 'bot']],
    ],
  ])('are %s', (_case, entry, machine, expected) => {
    expect(endpoints(entry, machine)).toEqual(expected);
  });
});
