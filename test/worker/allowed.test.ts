import { describe, expect, it } from 'vitest';
import type { SshHost } from '../../src/clients/ssh/host.ts';
import { hostList } from '../../src/text/host-pattern.ts';
import { forbiddenIn } from '../../src/worker/allowed.ts';
import { aService } from '../support/facts/observed.ts';

const isAllowed = hostList(['192.168.1.0/24', 'fd00::/8', '*.home.lan', 'attic']);

function reached(host: string, jump: SshHost | null = null): SshHost {
  return { host, port: 22, user: 'ops', jump };
}

function asks(url: string, from: 'bot' | 'machine' = 'bot', health = true) {
  return { services: [aService({ endpoints: [{ interface: 'lan', url, from }] })], health };
}

const nothing = { services: [], health: true };

describe('WORKER_HOSTS', () => {
  it.each([
    ['attic', null],
    ['ATTIC.', null],
    ['nas.home.lan', null],
    ['192.168.1.7', null],
    ['::ffff:192.168.1.7', null],
    ['fd12::1', null],
    ['192.168.2.7', '192.168.2.7'],
    ['attic.evil.example', 'attic.evil.example'],
    ['home.lan.evil.example', 'home.lan.evil.example'],
    // A name may come to mean any address: it counts as what it is called.
    ['192.168.1.7.nip.io', '192.168.1.7.nip.io'],
    // 192.168.1.7, as getaddrinfo(3) reads it and nobody writes it
    ['3232235783', '3232235783'],
    ['0xc0a80107', '0xc0a80107'],
    ['127.0.0.1', '127.0.0.1'],
    ['169.254.169.254', '169.254.169.254'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['fd12::1%eth0', null],
    // A name with a % is no address with a zone.
    ['attic%x.evil.example', 'attic%x.evil.example'],
    ['192.168.1.7%x.evil.example', '192.168.1.7%x.evil.example'],
  ])('lets a worker log in to %s: %s is forbidden', (host, forbidden) => {
    expect(forbiddenIn(nothing, reached(host), isAllowed)).toBe(forbidden);
  });

  it.each([
    ['::/0', '10.0.0.1', '10.0.0.1'],
    ['::/0', '::ffff:10.0.0.1', '::ffff:10.0.0.1'],
    ['::/0', '2001:db8::1', null],
    ['::ffff:10.0.0.0/104', '10.0.0.1', null],
    ['0.0.0.0/0', '2001:db8::1', '2001:db8::1'],
  ])('of %s means what it says: %s, forbidden is %s', (pattern, host, forbidden) => {
    expect(forbiddenIn(nothing, reached(host), hostList([pattern]))).toBe(forbidden);
  });

  it('holds for each machine on the way', () => {
    expect(forbiddenIn(nothing, reached('attic', reached('10.0.0.1')), isAllowed)).toBe('10.0.0.1');
    expect(forbiddenIn(nothing, reached('attic', reached('nas.home.lan', reached('evil'))), isAllowed)).toBe(
      'evil',
    );
    expect(forbiddenIn(nothing, reached('attic', reached('nas.home.lan')), isAllowed)).toBeNull();
  });

  it.each<[string, 'bot' | 'machine', string | null]>([
    ['http://192.168.1.7:8080/health', 'bot', null],
    ['http://[fd12::1]:8080/health', 'bot', null],
    ['http://169.254.169.254/latest/meta-data/', 'bot', '169.254.169.254'],
    ['http://[fd00:ec2::254]/', 'bot', null],
    ['http://[::ffff:169.254.169.254]/', 'bot', '[::ffff:a9fe:a9fe]'],
    // What stands before the @ is a user's name.
    ['http://attic@10.0.0.1/', 'bot', '10.0.0.1'],
    ['http://attic:80@evil.example/', 'bot', 'evil.example'],
    ['http://3232235783/', 'bot', null],
    ['http://2852039166/', 'bot', '169.254.169.254'],
    ['tcp://2852039166:80', 'bot', '2852039166'],
    ['tcp://attic%25.evil.example:80', 'bot', 'attic%25.evil.example'],
    ['tcp://%61ttic:80', 'bot', '%61ttic'],
    ['http://127.0.0.1:8080/health', 'bot', '127.0.0.1'],
    ['http://localhost:8080/health', 'bot', 'localhost'],
    // That is the machine's own.
    ['http://127.0.0.1:8080/health', 'machine', null],
    ['http://169.254.169.254/', 'machine', '169.254.169.254'],
    ['http://127.0.0.1.evil.example/', 'machine', '127.0.0.1.evil.example'],
  ])('of an endpoint %s that is asked from the %s: %s is forbidden', (url, from, forbidden) => {
    expect(forbiddenIn(asks(url, from), reached('attic'), isAllowed)).toBe(forbidden);
  });

  it('does not matter for an endpoint that is not asked', () => {
    expect(forbiddenIn(asks('http://10.0.0.1/', 'bot', false), null, isAllowed)).toBeNull();
    expect(forbiddenIn(asks('http://10.0.0.1/', 'machine', false), null, isAllowed)).toBe('10.0.0.1');
  });
});
