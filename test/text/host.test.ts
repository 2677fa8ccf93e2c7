import { describe, expect, it } from 'vitest';
import { inUrl, isLoopback } from '../../src/text/host.ts';

describe('a loopback address', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['::1', true],
    ['[::1]', true],
    ['::ffff:127.0.0.1', true],
    [new URL('http://[::ffff:127.0.0.1]/').hostname, true],
    ['localhost', true],
    ['LOCALHOST', true],
    ['app.localhost.', true],
    ['0.0.0.0', false],
    ['::', false],
    ['*', false],
    ['10.127.0.1', false],
    ['127.0.0.1.example.com', false],
    ['localhost.example.com', false],
    ['::ffff:10.0.0.1', false],
  ])('%s: %s', (host, expected) => expect(isLoopback(host)).toBe(expected));

  it('stands in a URL as a host does', () => {
    expect([inUrl('::1'), inUrl('10.0.0.1'), inUrl('knox')]).toEqual(['[::1]', '10.0.0.1', 'knox']);
  });
});
