import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findScope, readScope, scopeId } from '../../embeds/scope-id.ts';

const longest = 'acknowledge:'.length;

describe('scopeId', () => {
  const anyName = fc.oneof(
    fc.string({ minLength: 1, maxLength: 300, unit: 'binary' }),
    fc.constantFrom('a/b', 'x:y', '#', '/', '%', '%41', '…'.repeat(60), '#0123456789abcdef', '\uD800'),
  );
  const maybe = fc.option(anyName, { nil: null });

  it('is found again whatever the names are, and fits into a custom_id', () => {
    fc.assert(
      fc.property(maybe, maybe, fc.array(anyName, { maxLength: 5 }), (service, machine, others) => {
        const id = scopeId({ service, machine });
        expect(id.length + longest).toBeLessThanOrEqual(100);
        const names = {
          services: [...new Set([...others, ...(service === null ? [] : [service])])],
          machines: [...new Set([...others, ...(machine === null ? [] : [machine])])],
        };
        expect(findScope(id, names)).toEqual({ service, machine });
      }),
    );
  });

  it.each([
    ['nothing', { service: null, machine: null }, '/'],
    ['a service', { service: 'shiva', machine: null }, 'shiva/'],
    ['a repository', { service: 'owner/repo', machine: 'box' }, 'owner%2Frepo/box'],
  ])('needs no manifest for %s of a usual length', (_, scope, id) => {
    expect(scopeId(scope)).toBe(id);
    expect(findScope(id, { services: [], machines: [] })).toEqual(scope);
  });

  it('shortens the longer of two names only', () => {
    const id = scopeId({ service: 's'.repeat(60), machine: 'm'.repeat(40) });
    expect(id).toMatch(/^#[0-9a-f]{16}\/m{40}$/);
  });
});

describe('readScope', () => {
  const id = scopeId({ service: 's'.repeat(200), machine: null });

  it('says that a long name is gone, instead of taking another', () => {
    expect(() => readScope(id, { services: ['s', 's'.repeat(199)], machines: [] })).toThrow(
      /no longer in the manifest/,
    );
  });

  it.each(['', 'shiva', 'a/b/c', '%E0%A4%A/', '#0123456789abcdef/'])('refuses the forged %j', (forged) => {
    expect(() => readScope(forged, { services: ['shiva'], machines: [] })).toThrow(
      /no longer in the manifest/,
    );
  });
});
