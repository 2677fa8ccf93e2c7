import { SshError } from './errors.ts';
import type { HostKeyVerdict } from './known-hosts.ts';
import { lookupName } from './known-hosts.ts';
import { plainLine } from './plain-text.ts';
import { placeOf } from './ssh-host.ts';
import type { SshHost } from './ssh-host.ts';

/** What an error of a socket or of ssh2 before the session means. Text of the server is kept short and on one line. */
export function connectError(error: unknown, host: SshHost): SshError {
  if (error instanceof SshError) return error;
  const where = placeOf(host);
  const text = error instanceof Error ? error.message : String(error);
  switch (codeOf(error)) {
    case 'ECONNREFUSED':
      return new SshError('unreachable', `connection refused by ${where}`);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'EADDRNOTAVAIL':
      return new SshError('unreachable', `no route to ${where}`);
    case 'ENOTFOUND':
      return new SshError('unreachable', `no address is known for ${host.host} (DNS)`);
    case 'EAI_AGAIN':
      return new SshError(
        'unreachable',
        `the address of ${host.host} could not be looked up (DNS does not answer)`,
      );
    case 'ETIMEDOUT':
      return new SshError('timeout', `no answer from ${where}`);
    case 'ECONNRESET':
    case 'EPIPE':
      return new SshError('unreachable', `${where} reset the connection`);
    case null:
    default:
  }
  if (/Too many authentication failures/i.test(text)) {
    const advice = 'name the key to use, or load fewer into the ssh-agent';
    return new SshError('denied', `${where} refused user ${host.user} after too many keys: ${advice}`);
  }
  if (/no matching/i.test(text)) {
    return new SshError('malformed', `${where} shares no algorithm with us (${short(text)})`);
  }
  if (/identification string|greeting lines|Header line|Invalid header|Bad packet length/i.test(text)) {
    return new SshError('malformed', `${where} does not speak SSH`);
  }
  if (/Connection lost before handshake/i.test(text)) {
    return new SshError('unreachable', `${where} closed the connection without an SSH greeting`);
  }
  return new SshError('unreachable', `the connection to ${where} failed: ${short(text)}`);
}

/** Why a host key is not accepted, and the cure. */
export function hostKeyError(
  verdict: HostKeyVerdict & { accepted: false },
  target: SshHost,
  knownHosts: string,
): SshError {
  const { refusal, revoked } = verdict;
  const where = placeOf(target);
  const presented = `${refusal.algorithm} ${refusal.presented}`;
  const scan = `ssh-keyscan -p ${target.port} ${target.host} >> ${knownHosts}`;
  if (revoked) {
    const message = `${where} presents a revoked host key (${presented}): give the machine a new key`;
    return new SshError('denied', message, refusal);
  }
  if (refusal.state === 'unknown') {
    const message = `the host key of ${where} is not pinned (${presented}): check it on the machine, then ${scan}`;
    return new SshError('denied', message, refusal);
  }
  const remove = `ssh-keygen -R '${lookupName(target.host, target.port)}' -f ${knownHosts}`;
  const pinned = `presented ${presented}, pinned ${refusal.pinned.join(', ')}`;
  const advice = `somebody may be in between; if the machine was set up anew, ${remove} and pin the new one`;
  return new SshError('denied', `the host key of ${where} has changed (${pinned}): ${advice}`, refusal);
}

/** Text of a server or a library, fit for a sentence. */
export function short(text: string): string {
  return plainLine(text).slice(0, 200);
}

function codeOf(error: unknown): string | null {
  // Where a name has several addresses, Node fails with all their errors; the first one's code is put on the whole.
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
