import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import { probeHealth } from '../../../src/probes/health/health.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { anEndpoint, aService } from '../../support/facts/observed.ts';
import { anAuthority, serveTls } from '../../support/servers/certificates.ts';
import { lacks } from '../../support/machines/system.ts';
import { askLocally, localService, pathWith } from '../../support/probes/local-health-scene.ts';

const http = createHttpClient();

function ask(url: string, health: Partial<ReturnType<typeof aService>['health']> = {}) {
  const service = aService({ health: { ...aService().health, ...health } });
  return probeHealth(http, service, anEndpoint({ url }));
}

describe.skipIf(lacks(['openssl', 'openssl'], ['curl', 'curl']))('a health address over TLS', () => {
  it('is asked only by who knows its authority, or looks away, and tells when its certificate ends', async () => {
    const authority = await anAuthority();
    const { origin, port, requests } = await serveTls(authority, 10);
    expect(await ask(origin, { headers: { authorization: 'Bearer secret' } })).toEqual({
      ok: false,
      reason: 'unreachable',
      code: 'CERT_UNTRUSTED',
      detail: `the certificate of 127.0.0.1:${port} cannot be verified: its issuer is not known here, or the server does not send the chain (for akashic, issued by Test Authority)`,
    });
    expect(requests).toEqual([]);
    const good = { ok: true, value: { status: 200, version: 'a3f8c21' } };
    const known = await ask(origin, { ca: authority.ca });
    expect(known).toMatchObject(good);
    const days = known.ok ? ((known.value.certificate?.valid_to_ms ?? 0) - Date.now()) / 86_400_000 : 0;
    expect(days).toBeGreaterThan(9);
    expect(days).toBeLessThanOrEqual(10);
    expect(await ask(origin, { insecure: true })).toMatchObject(good);
    const path = await pathWith({ curl: 'curl' });
    expect(await askLocally(localService(origin), path)).toMatchObject({ ok: false, code: 'CERT_UNTRUSTED' });
    const local = await askLocally(localService(origin, { insecure: true }), path);
    expect(local).toMatchObject(good);
    // As curl tells from 7.88 on.
    expect(local?.ok && local.value.certificate).toEqual(known.ok && known.value.certificate);
    expect(await askLocally(localService(origin, { ca: authority.ca }), path)).toMatchObject({
      ok: false,
      reason: 'unsupported',
    });
  });

  it('is refused where its certificate has expired, or is for another name', async () => {
    const authority = await anAuthority();
    const expired = await serveTls(authority, -3);
    expect(await ask(expired.origin, { ca: authority.ca })).toMatchObject({
      code: 'CERT_HAS_EXPIRED',
      detail: expect.stringMatching(/expired on \d{4}-\d\d-\d\d \(for akashic, issued by Test Authority\)$/),
    });
    const other = await serveTls(authority, 90, 'DNS:other.example');
    expect(await ask(other.origin, { ca: authority.ca })).toMatchObject({
      code: 'CERT_UNTRUSTED',
      detail: expect.stringContaining('it is for another name'),
    });
  });

  it.each<[what: string, content: string | null, why: string]>([
    ['cannot be read', null, 'health.ca cannot be read: ENOENT'],
    ['is empty', '', 'health.ca holds no certificate in PEM: '],
    ['is a key', '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n', 'holds no certificate'],
    [
      'is broken',
      '-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----\n',
      'certificate 1 of health.ca cannot be read: ',
    ],
  ])('is not asked where health.ca %s', async (_, content, why) => {
    const ca = join(await testFolder(), 'ca.pem');
    if (content !== null) await writeFile(ca, content);
    expect(await ask('https://127.0.0.1:1/', { ca })).toMatchObject({
      ok: false,
      reason: 'unsupported',
      code: 'ERR_CA',
      detail: expect.stringContaining(why),
    });
  });

  it('is not asked where health.ca is nothing that ends', async () => {
    const sparse = join(await testFolder(), 'sparse');
    await writeFile(sparse, '');
    await truncate(sparse, 5 * 2 ** 20);
    expect(await ask('https://127.0.0.1:1/', { ca: '/dev/zero' })).toMatchObject({
      detail: 'health.ca cannot be read: /dev/zero is not a file',
    });
    expect(await ask('https://127.0.0.1:1/', { ca: sparse })).toMatchObject({
      detail: `health.ca cannot be read: ${sparse} is larger than 4 MB`,
    });
  });
});
