import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/inventory/text/nearest.ts';
import { scopeOf } from '../../src/inventory/scope.ts';
import { UserError } from '../../src/text/user-error.ts';
import { aMachine, aService } from '../support/facts/observed.ts';

const manifest = {
  machines: ['knox-mac-mini', 'tesseract'].map((name) => aMachine({ name })),
  services: [
    aService(),
    aService({ name: 'akashic-web', repo: 'https://github.com/Invictus-Labs/Akashic-Records.git' }),
    aService({
      name: 'shiva',
      machine: 'tesseract',
      repo: 'https://token@github.com/Invictus-Labs/shiva.git',
    }),
    aService({ name: 'local', machine: 'tesseract', repo: '/srv/git/local.git' }),
    aService({ name: 'none', machine: 'tesseract', repo: null }),
  ],
  policy: { four_eyes: true, approval_ttl_ms: 900_000 },
};

function names(service: string | null, machine: string | null = null): string[] {
  return scopeOf(manifest, { service, machine }).map((found) => found.name);
}

/** The services' names, or the UserError's text. */
function answer(service: string): string {
  try {
    return names(service).join(', ');
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

describe('scopeOf', () => {
  it.each<[string | null, string | null, string[]]>([
    [null, null, ['akashic-records', 'akashic-web', 'shiva', 'local', 'none']],
    [null, 'tesseract', ['shiva', 'local', 'none']],
    ['shiva', null, ['shiva']],
    ['shiva', 'tesseract', ['shiva']],
    ['Invictus-Labs/akashic-records', null, ['akashic-records', 'akashic-web']],
    ['invictus-labs/AKASHIC-records', 'knox-mac-mini', ['akashic-records', 'akashic-web']],
    ['https://github.com/invictus-labs/shiva', null, ['shiva']],
    ['https://x-access-token:t@github.com/Invictus-Labs/shiva.git/', null, ['shiva']],
    ['ssh://git@github.com:22/Invictus-Labs/shiva.git', null, ['shiva']],
    ['git@github.com:Invictus-Labs/shiva', null, ['shiva']],
    ['github.com/Invictus-Labs/shiva', null, ['shiva']],
  ])('service %s on machine %s is %j', (service, machine, expected) => {
    expect(names(service, machine)).toEqual(expected);
  });

  it.each<[string, string | null, string]>([
    ['akashic', null, 'no service "akashic" — did you mean akashic-records or akashic-web?'],
    ['shva', null, 'no service "shva" — did you mean shiva?'],
    ['Shiva', null, 'no service "Shiva" — did you mean shiva?'],
    ['', null, 'no service ""; the manifest has akashic-records, akashic-web, shiva, local, none'],
    [
      'zzzzzzzz',
      null,
      'no service "zzzzzzzz"; the manifest has akashic-records, akashic-web, shiva, local, none',
    ],
    [
      'invictus-labs/shiv',
      null,
      'no service of the repository "invictus-labs/shiv" — did you mean Invictus-Labs/shiva?',
    ],
    ['shiva', 'tesserakt', 'no machine "tesserakt" — did you mean tesseract?'],
    ['shiva', 'knox-mac-mini', '"shiva" runs on tesseract, not on "knox-mac-mini"'],
    [
      'a\n@everyone',
      null,
      'no service "a\\u000a@everyone"; the manifest has akashic-records, akashic-web, shiva, local, none',
    ],
  ])('refuses service %j on machine %s with the nearest names', (service, machine, message) => {
    expect(() => names(service, machine)).toThrow(new UserError(message));
  });

  it('answers any text with services or one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (service) => {
        expect(answer(service)).toMatch(/^[^\p{Cc}]{1,400}$/u);
      }),
    );
  });
});

describe('nearest', () => {
  it.each([
    ['akashic', ['shiva', 'akashic-records', 'my-akashic'], ['akashic-records', 'my-akashic']],
    ['risk_teir', ['repo', 'risk_tier', 'kind'], ['risk_tier']],
    ['HIHG', ['CRITICAL', 'HIGH', 'LOW'], []],
    ['high', ['CRITICAL', 'HIGH', 'LOW'], ['HIGH']],
    ['x', ['api'], []],
    ['api-gatewy-of-the-fleet', ['api'], ['api']],
    ['api1', ['api2', 'api3', 'api4', 'api5'], ['api2', 'api3', 'api4']],
  ])('of %s among %j are %j', (name, among, expected) => {
    expect(nearest(name, among)).toEqual(expected);
  });
});
