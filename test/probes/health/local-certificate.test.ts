import { describe, expect, it } from 'vitest';
import { readLocalCertificate, withoutCertificates } from '../../../src/probes/health/local-certificate.ts';

const refused = 'curl: (7) Failed to connect to 127.0.0.1 port 443: Connection refused';

describe('the certificate that the machine saw', () => {
  it.each<[what: string, said: string[]]>([
    ['a curl that does not know the variable', ["curl: unknown --write-out variable: 'certs'"]],
    ['none', ['']],
    ['one that is broken', ['-----BEGIN CERTIFICATE-----', 'MIIE', '-----END CERTIFICATE-----']],
    ['one that was cut off', ['-----BEGIN CERTIFICATE-----', 'MIIE']],
  ])('is not known by %s', (_what, said) => {
    expect(readLocalCertificate(said)).toBeNull();
  });

  it('is left out of the message that curl printed', () => {
    const unknown = ['stderr', 'certs'].map((name) => `curl: unknown --write-out variable: '${name}'`);
    expect(withoutCertificates([refused, ...unknown])).toEqual([refused]);
    expect(withoutCertificates([refused, 'Subject:CN = site', 'Issuer:CN = R3'])).toEqual([refused]);
  });
});
