import { closedPort, serveRaw } from '../servers/http-servers.ts';
import { anAuthority, serveTls } from '../servers/certificates.ts';
import { plant } from './planting.ts';
import type { Planted } from './planting.ts';

const [one, other] = ['1111111', '2222222'].map((start) => start.padEnd(40, 'a'));

/** What the endpoints themselves say. `origin` answers for each of the paths `/one` and `/other` too. */
export async function plantEndpoints(origin: string): Promise<Planted[]> {
  const nobody = `http://127.0.0.1:${await closedPort()}/`;
  const babbling = await serveRaw((socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  const authority = await anAuthority();
  const [expired, expiring] = [await serveTls(authority, -3), await serveTls(authority, 10)];
  const over = (url: string, ca?: string) => ({
    answer: null,
    health: { urls: { lan: url }, ...(ca === undefined ? {} : { ca }) },
  });
  return [
    plant('limping', { answer: { status: 'degraded' }, finds: { health_degraded: 'HIGH' } }),
    plant('babbling', { ...over(babbling.origin), finds: { health_not_http: 'HIGH' } }),
    plant('expired', { ...over(expired.origin, authority.ca), finds: { certificate_expired: 'CRITICAL' } }),
    plant('expiring', { ...over(expiring.origin, authority.ca), finds: { certificate_expiring: 'LOW' } }),
    plant('unknown-issuer', { ...over(expiring.origin), finds: { certificate_untrusted: 'HIGH' } }),
    plant('well', { interfaces: ['localhost'] }),
    plant('sick', { answer: 503, finds: { health_check_failed: 'CRITICAL' } }),
    plant('cut-off', { health: { urls: { lan: nobody } }, finds: { interface_mismatch: 'CRITICAL' } }),
    plant('two-faced', {
      answer: null,
      health: { urls: { lan: `${origin}/one`, vpn: `${origin}/other` } },
      finds: { instance_mismatch: 'CRITICAL' },
    }),
    plant('old', { answer: { uptime_seconds: 40 * 86_400 }, finds: { uptime_high: 'LOW' } }),
  ];
}

export const faces: Record<string, object> = { '/one': { version: one }, '/other': { version: other } };
