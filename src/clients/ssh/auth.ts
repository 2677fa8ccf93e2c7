import ssh2 from 'ssh2';
import type { AnyAuthMethod, AuthHandlerMiddleware } from 'ssh2';
import { SshError } from '../errors.ts';
import { shortLine } from '../../text/plain-text.ts';
import type { Credentials } from './keys.ts';

/** One authentication: the handler that ssh2 asks what to try next, and the error once nothing is left. */
export type Authentication = {
  handler: AuthHandlerMiddleware;
  /** records a problem with the agent, which does not end the attempt */
  agentFailed(): void;
  /**
   * @param where such as `10.0.0.5:22`
   * @param agentKeys how many keys the agent has; null if it was not used
   */
  refusal(where: string, agentKeys: number | null): SshError;
};

/** FailedAttempts each key once, never a password and never a question to a person. */
export function authenticate(user: string, credentials: Credentials): Authentication {
  const fromFiles = credentials.keys.map(({ path, key }) => ({
    name: `the key ${path}`,
    method: { type: 'publickey', username: user, key } satisfies AnyAuthMethod,
  }));
  const fromAgent = (credentials.agentSocket === null ? [] : [credentials.agentSocket]).map((agent) => ({
    name: AGENT,
    method: { type: 'agent', username: user, agent } satisfies AnyAuthMethod,
  }));
  const waiting = credentials.agentFirst ? [...fromAgent, ...fromFiles] : [...fromFiles, ...fromAgent];
  const tried: string[] = [];
  const warnings = [...credentials.warnings];
  let offered: string[] | null = null;
  let partly = false;

  return {
    handler(methodsLeft, partialSuccess, next) {
      // Null before the first attempt, whatever the typings say.
      offered = Array.isArray(methodsLeft) ? methodsLeft : offered;
      partly ||= partialSuccess;
      const acceptsKeys = offered === null || offered.includes('publickey');
      const attempt = acceptsKeys ? waiting.shift() : undefined;
      if (attempt === undefined) {
        // ssh2 takes false as "nothing left", which the typings do not mention either.
        Reflect.apply(next, null, [false]);
        return;
      }
      tried.push(attempt.name);
      next(attempt.method);
    },
    agentFailed: () => warnings.push(`the ssh-agent at ${credentials.agentSocket} did not answer`),
    refusal(where, agentKeys) {
      if (agentKeys === 0)
        warnings.push(`the ssh-agent at ${credentials.agentSocket} holds no key (ssh-add)`);
      const shown = tried.filter((name) => name !== AGENT || agentKeys !== 0);
      warnings.push(...credentials.certificates.map(certificateText));
      const hints = warnings.map((text) => `; ${text}`).join('');
      if (partly) {
        const more = shortLine(offered?.join(', ') ?? 'more');
        return new SshError('denied', {
          what: `${where} requires more than a key from ${user} (${more})`,
          cure: 'allow the key alone',
        });
      }
      if (offered !== null && !offered.includes('publickey')) {
        return new SshError(
          'denied',
          `${where} accepts no keys from ${user}, only ${shortLine(offered.join(', '))}${hints}`,
        );
      }
      if (shown.length === 0)
        return new SshError('denied', {
          what: `no key to log in to ${where} with${hints}`,
          cure: 'load one, or name a key file',
        });
      const advice = `add the public key to ${user}'s authorized_keys there. If it is there, sshd's log says why: the account is locked, or others may write to a folder`;
      return new SshError('denied', {
        what: `${where} refused user ${user} with ${shown.join(' and ')}`,
        cure: `${advice}${hints}`,
      });
    },
  };
}

const AGENT = "the ssh-agent's keys";

function certificateText(path: string): string {
  return `user certificates are not supported, so ${path} was not offered: authorize the key itself`;
}

/** How many keys the agent has; null if it does not answer. */
export function countAgentKeys(socket: string): Promise<number | null> {
  return new Promise((resolve) => {
    try {
      ssh2.createAgent(socket).getIdentities((error, keys) => resolve(error ? null : (keys?.length ?? 0)));
    } catch {
      resolve(null);
    }
  });
}
