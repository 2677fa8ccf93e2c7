import type { X509Certificate } from 'node:crypto';
import { connect, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls, rootCertificates } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { HttpError } from '../errors.ts';
import type { Stop } from './stop.ts';

/** How a TLS server is verified. */
export type Trust = {
  /** PEM, besides the authorities that Node knows */
  ca: string | null;
  /** accept any certificate */
  insecure: boolean;
};

export type Certificate = { subject: string; issuer: string; valid_to_ms: number };

export type Connection = { socket: Socket; certificate: Certificate | null };

/**
 * A connection to the origin of an address, with TLS where it says https. Nothing was sent yet: a server whose
 * certificate cannot be verified gets neither path nor headers.
 * @throws HttpError `CERT_HAS_EXPIRED` or `CERT_UNTRUSTED`; what net and tls throw; the reason of `stop`
 */
export async function openConnection(
  address: URL,
  trust: Trust,
  attemptMs: number,
  stop: Stop,
): Promise<Connection> {
  const secure = address.protocol === 'https:';
  const host = address.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = Number(address.port || (secure ? 443 : 80));
  // If a name has several addresses, Node gives each only 250 ms, too little for a slow link
  const target = { host, port, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: attemptMs };
  const tls = {
    ...target,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(trust.ca === null ? {} : { ca: [...rootCertificates, trust.ca] }),
  };
  const socket = secure ? connectTls(tls) : connect(target);
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once(secure ? 'secureConnect' : 'connect', resolve).once('error', reject);
      stop.onEnd(() => reject(stop.reason));
    });
    const certificate = isTls(socket) ? shownBy(socket) : null;
    if (isTls(socket) && !socket.authorized && !trust.insecure)
      throw untrusted(`${address.hostname}:${port}`, certificate, String(socket.authorizationError));
    socket.on('error', () => undefined);
    return { socket, certificate };
  } catch (error) {
    socket.on('error', () => undefined).destroy();
    throw error;
  } finally {
    stop.onEnd(null);
  }
}

function isTls(socket: Socket): socket is TLSSocket {
  return 'authorized' in socket && 'getPeerX509Certificate' in socket;
}

function shownBy(socket: TLSSocket): Certificate | null {
  const own = socket.getPeerX509Certificate();
  return own ? certificateOf(own) : null;
}

export function certificateOf({ subject, issuer, validTo }: X509Certificate): Certificate {
  return { subject: nameIn(subject), issuer: nameIn(issuer), valid_to_ms: Date.parse(validTo) };
}

/** The common name of `C=US\nO=Let's Encrypt\nCN=R3`, else its organisation. */
function nameIn(name: string | undefined): string {
  const lines = (name ?? '').split('\n');
  const found = ['CN=', 'O='].flatMap((key) => lines.filter((line) => line.startsWith(key)));
  return (found[0] ?? lines[0] ?? '').replace(/^\w+=/, '').slice(0, 200);
}

function untrusted(where: string, certificate: Certificate | null, why: string): HttpError {
  const whose = certificate
    ? ` (for ${certificate.subject || 'nobody'}, issued by ${certificate.issuer || 'nobody'})`
    : '';
  if (why === 'CERT_HAS_EXPIRED') {
    const day = certificate ? ` on ${new Date(certificate.valid_to_ms).toISOString().slice(0, 10)}` : '';
    return new HttpError('unreachable', why, `the certificate of ${where} expired${day}${whose}`);
  }
  const reason = reasons[why] ?? why;
  return new HttpError(
    'unreachable',
    'CERT_UNTRUSTED',
    `the certificate of ${where} cannot be verified: ${reason}${whose}`,
  );
}

const reasons: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its issuer is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its issuer is not known here, or the server does not send the chain',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its issuer is not known here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
  CERT_NOT_YET_VALID: 'it is not valid yet',
};
