import { describe, expect, it } from 'vitest';
import { isSecretLike } from '../../src/text/secret-names.ts';

describe('the name of a file', () => {
  it.each([
    '/app/.env',
    '/app/.env.production',
    '/app/.envrc',
    '/app/.env.js',
    '/tls/server.pem',
    '/tls/server.key',
    '/home/knox/.ssh/id_ed25519',
    '/home/knox/.aws/credentials',
    '/app/gcp-credentials.json',
    '/app/credentials.json.bak',
    '/app/odd\n/id_rsa',
  ])('says that it holds a secret: %j', (path) => {
    expect(isSecretLike(path)).toBe(true);
  });

  it.each([
    '/app/.env.example',
    '/app/.env.production.sample',
    '/app/.env.template',
    '/home/knox/.ssh/id_ed25519.pub',
    '/tls/server.key.pub',
    '/app/id_map.py',
    '/app/google/auth/credentials.py',
    '/app/docs/credentials.md',
    '/app/env',
    '/app/prod.env',
    '/app/.environment/readme',
    '/app/keys',
    '/app/monkey',
    '/app/credentials/readme.txt',
  ])('says nothing of the kind: %j', (path) => {
    expect(isSecretLike(path)).toBe(false);
  });
});
