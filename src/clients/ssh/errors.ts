import { SshError } from '../errors.ts';
import type { HostKeyVerdict } from './host-keys/known-hosts.ts';
import { lookupName } from './host-keys/known-hosts.ts';
import { shortLine } from '../../text/plain-text.ts';
import { mismatchText } from './algorithms.ts';
import { pinnedAs, placeOf } from './host.ts';
import type { SshHost } from './host.ts';
import { codeOf } from '../../text/error-code.ts';

/**
 * Translates an error of a socket or of ssh2 before the session. The server's text is kept short and on one line. `heard`:
 * the first bytes from the server
 */
export function connectError(error: unknown, host: SshHost, heard: Buffer = nothing): SshError {
  if (error instanceof SshError) return error;
  const where = placeOf(host);
  const text = error instanceof Error ? error.message : String(error);
  // If a name has several addresses, Node fails with all their errors; the whole gets the first one's code.
  switch (codeOf(error)) {
    case 'ECONNREFUSED':
      return new SshError('unreachable', `connection refused by ${where}`, null, 'server');
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'EADDRNOTAVAIL':
      return new SshError('unreachable', `no route to ${where}`);
    case 'ENOTFOUND':
      return new SshError(
        'unreachable',
        `no address is known for ${host.host} (DNS)${hints(host)}`,
        null,
        'name',
      );
    case 'EAI_AGAIN': {
      const silent = `the address of ${host.host} could not be looked up (DNS does not answer)`;
      return new SshError('unreachable', `${silent}${hints(host)}`, null, 'name');
    }
    case 'ETIMEDOUT':
      return new SshError('timeout', `no answer from ${where}`);
    case 'ECONNRESET':
    case 'EPIPE':
      if (heard.length > 0) return closedError(where, heard);
      return new SshError('unreachable', `${where} reset the connection`, null, 'server');
    case null:
    default:
  }
  if (/Too many authentication failures/i.test(text)) {
    const advice = 'name the key to use, or load fewer into the ssh-agent';
    return new SshError('denied', {
      what: `${where} refused user ${host.user} after too many keys`,
      cure: advice,
    });
  }
  if (/no matching/i.test(text)) return new SshError('malformed', mismatchText(text, where, heard));
  if (/identification string|greeting lines|Header line|Invalid header|Bad packet length/i.test(text)) {
    return new SshError('malformed', `${where} does not speak SSH`);
  }
  if (/Connection lost before handshake|closed by the other side/i.test(text))
    return closedError(where, heard);
  return new SshError('unreachable', `the connection to ${where} failed: ${shortLine(text)}`, null, 'server');
}

const nothing = Buffer.alloc(0);

/** The line in which sshd(8) may say, before its greeting, why it drops a connection. */
function closedError(where: string, heard: Buffer): SshError {
  const said = shortLine(heard.toString('latin1', 0, 300));
  if (/MaxStartups/i.test(said)) {
    const why = 'drops new connections, since too many are not logged in yet';
    return new SshError(
      'unreachable',
      { what: `${where} ${why}`, cure: 'raise MaxStartups in its sshd_config' },
      null,
      'server',
    );
  }
  if (/Not allowed at this time/i.test(said)) {
    const why = 'shuts out this address for a while after failed logins';
    const cure = 'check PerSourcePenalties in its sshd_config';
    return new SshError('unreachable', { what: `${where} ${why}`, cure }, null, 'server');
  }
  const [what, told] = said.startsWith('SSH-')
    ? ['after its SSH greeting', '']
    : ['without an SSH greeting', said === '' ? '' : ` (it said: ${said})`];
  return new SshError('unreachable', `${where} closed the connection ${what}${told}`, null, 'server');
}

/** Unread parts of ssh_config, which may be why the name is not known. */
function hints({ warnings = [] }: SshHost): string {
  return warnings.map((text) => `; ${text}`).join('');
}

/** Why a host key is not accepted, and the cure. */
export function hostKeyError(
  verdict: HostKeyVerdict & { accepted: false },
  target: SshHost,
  knownHosts: string,
): SshError {
  const { refusal, revoked, certified } = verdict;
  const where = placeOf(target);
  const pinning = pinnedAs(target);
  const presented = `${refusal.algorithm} ${refusal.presented}`;
  const scan = scanText(target, knownHosts);
  if (revoked) {
    const message = {
      what: `${where} presents a revoked host key (${presented})`,
      cure: 'give the machine a new key',
    };
    return new SshError('denied', message, refusal);
  }
  if (certified) {
    const what = `${where} is signed by a certificate authority (@cert-authority), and host certificates are not supported`;
    const message = {
      what,
      cure: `pin its own key as well (${presented}); check it on the machine, then ${scan}`,
    };
    return new SshError('denied', message, refusal);
  }
  if (refusal.state === 'unknown') {
    const message = {
      what: `the host key of ${where} is not pinned (${presented})`,
      cure: `check it on the machine, then ${scan}`,
    };
    return new SshError('denied', message, refusal);
  }
  const remove = `ssh-keygen -R '${lookupName(pinning.host, pinning.port)}' -f ${knownHosts}`;
  const pinned = `presented ${presented}, pinned ${refusal.pinned.join(', ')}`;
  const advice = `someone may be intercepting the connection; if the machine was reinstalled, run ${remove} and pin the new one`;
  return new SshError(
    'denied',
    { what: `the host key of ${where} has changed (${pinned})`, cure: advice },
    refusal,
  );
}

/** How a person pins its key. */
function scanText(target: SshHost, knownHosts: string): string {
  if (target.hostKeyAlias !== undefined) return `add it to ${knownHosts} as ${target.hostKeyAlias}`;
  if (target.jump !== null) return `log in once with ssh through the jump host, with ${knownHosts}`;
  return `ssh-keyscan -p ${target.port} ${target.host} >> ${knownHosts}`;
}
