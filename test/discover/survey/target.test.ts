import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../../src/discover/survey/target.ts';

describe('the machine to look at', () => {
  it.each([
    ['knox@100.91.193.23', {}, { user: 'knox', host: '100.91.193.23', port: null, name: null }],
    ['tesseract', { port: '2222' }, { user: null, host: 'tesseract', port: 2222, name: null }],
    ['knox@[fe80::1]', { name: 'box' }, { user: 'knox', host: 'fe80::1', port: null, name: 'box' }],
    ['knox@::1', {}, { user: 'knox', host: '::1', port: null, name: null }],
  ])('%s %j', (text, options, expected) => {
    expect(parseTarget(text, options)).toEqual(expected);
  });

  it.each([
    [
      'knox@box:2222',
      {},
      '"box:2222" is not a host name or IP address: write USER@HOST; give the port with --port',
    ],
    ['-oProxyCommand=x@box', {}, /is not a user name/],
    ['knox@-oProxyCommand=x', {}, /is not a host name/],
    ['@box', {}, /is not a user name/],
    ['knox@', {}, /is not a host name/],
    ['knox@box', { port: '0' }, '--port "0": must be a number from 1 to 65535'],
    ['knox@box', { port: 'ssh' }, /--port "ssh"/],
    ['knox@box', { name: ' x' }, '--name " x": must not start or end with a space'],
    ['knox@box', { name: '__proto__' }, /--name/],
  ])('refuses %s %j in one line', (text, options, message) => {
    expect(() => parseTarget(text, options)).toThrow(message);
  });
});
