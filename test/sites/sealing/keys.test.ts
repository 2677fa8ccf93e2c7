import { describe, expect, it } from 'vitest';
import { keysFor, parseSiteKeys, sitesWithKeyOf } from '../../../src/sites/sealing/keys.ts';
import { keyText } from '../../support/sites/keys.ts';

const hex = Buffer.from(keyText('one'), 'base64').toString('hex');

describe('SITE_KEY', () => {
  it.each([
    ['base64', keyText('one')],
    ['base64url', Buffer.from(keyText('one'), 'base64').toString('base64url')],
    ['hex', hex],
  ])('is 32 bytes in %s, and is one key in each', (_, text) => {
    expect(parseSiteKeys(text)?.map(({ id }) => id)).toEqual(parseSiteKeys(hex)?.map(({ id }) => id));
  });

  it.each([
    ['empty', ''],
    ['a password', 'correct horse battery staple'],
    ['31 bytes', Buffer.alloc(31, 'abcdefghijklmnopqrstuvwxyz').toString('base64')],
    ['33 bytes', Buffer.alloc(33, 'abcdefghijklmnopqrstuvwxyz0123456').toString('base64')],
    ['all zeros', '0'.repeat(64)],
    ['a pattern', '0123456789abcdef'.repeat(4)],
    ['a word as base64', 'passwordpasswordpasswordpasswordpasswordpas='],
    ['a site without a key', 'home:'],
    ['a site that is no name', `Home!:${hex}`],
    ['a good one beside a bad one', `${hex},changeme`],
  ])('is refused where it is %s', (_, text) => {
    expect(parseSiteKeys(text)).toBeNull();
  });

  it('names the sites that have the same key, which is no key of their own', () => {
    const [one, two] = [keyText('one'), keyText('two')];
    const keys = parseSiteKeys(`home:${one},office:${two},attic:${one},home:${keyText('old')}`) ?? [];
    expect(['home', 'office', 'attic'].map((site) => sitesWithKeyOf(keys, site))).toEqual([
      ['attic'],
      [],
      ['home'],
    ]);
    expect(sitesWithKeyOf(parseSiteKeys(`home:${one},${one}`) ?? [], 'home')).toEqual(['all others']);
    expect(sitesWithKeyOf(parseSiteKeys(one) ?? [], 'home')).toEqual([]);
  });

  it('may be one for each site, which no other site has', () => {
    const keys = parseSiteKeys(`home:${keyText('home')}, ${keyText('all')},home:${keyText('old')}`) ?? [];
    const names = keys.map(({ id }) => id);
    expect(keysFor(keys, 'home').map(({ id }) => id)).toEqual([names[0], names[2]]);
    expect(keysFor(keys, 'office').map(({ id }) => id)).toEqual([names[1]]);
  });
});
