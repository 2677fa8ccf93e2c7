import { appendKnownHosts } from '../../clients/ssh/host-keys/known-hosts-append.ts';
import { openKnownHosts } from '../../clients/ssh/host-keys/known-hosts-file.ts';
import { SshError } from '../../clients/errors.ts';
import { algorithmOf, fingerprint } from '../../clients/ssh/host-keys/host-key.ts';
import { judgeHostKey } from '../../clients/ssh/host-keys/known-hosts.ts';
import { hostKeyError } from '../../clients/ssh/errors.ts';
import { pinnedAs, placeOf } from '../../clients/ssh/host.ts';
import type { SshHost } from '../../clients/ssh/host.ts';
import { scanHostKeys } from '../../clients/ssh/scan.ts';
import { UserError } from '../../text/user-error.ts';
import { codeOf } from '../../text/error-code.ts';

export type Pinning = {
  /** the known_hosts files; keys are pinned in the first */
  knownHosts: [string, ...string[]];
  /** pin without asking (`--yes`) */
  yes: boolean;
  /** Asks a person; null if there is no terminal. Resolves with null if the terminal was closed. */
  ask: ((question: string) => Promise<string | null>) | null;
  /** for people: standard error */
  tell(text: string): void;
  timeoutMs: number;
};

/**
 * Runs work that needs a pinned host key. An unknown key is shown, and pinned once a person says yes; a changed key is
 * always refused.
 * @throws UserError if it was not pinned, or the machine cannot be reached
 */
export async function withPinnedKey<Value>(
  host: SshHost,
  pinning: Pinning,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SshError) || error.hostKey?.state !== 'unknown') throw error;
      // A machine behind a jump host cannot be queried from here: another machine may have the address.
      if (host.jump !== null) throw error;
      await pin(host, pinning);
      return await work();
    }
  } catch (error) {
    if (error instanceof SshError) throw new UserError(error.message);
    throw error;
  }
}

async function pin(host: SshHost, pinning: Pinning): Promise<void> {
  const [path] = pinning.knownHosts;
  const known = await openKnownHosts(pinning.knownHosts)();
  const keys = await scanHostKeys(host, pinning.timeoutMs);
  const name = pinnedAs(host);
  for (const key of keys) {
    const verdict = judgeHostKey(known, name.host, name.port, key);
    if (!verdict.accepted && verdict.refusal.state === 'changed') throw hostKeyError(verdict, host, path);
  }
  if (keys.length === 0)
    throw new UserError(`${placeOf(host)} has no host key of a type that is accepted here`);
  const where = placeOf(host);
  const shown = keys.map(shownKey);
  if (!pinning.yes) await confirm(where, shown, keys, pinning);
  try {
    await appendKnownHosts(path, name, keys);
  } catch (error) {
    const code = codeOf(error) ?? 'unknown error';
    throw new UserError(`the host key of ${where} cannot be written to ${path} (${code}): make it writable`);
  }
  const unseen = pinning.yes ? ', unchecked (--yes)' : '';
  pinning.tell(`Pinned in ${path}${unseen}:\n${shown.map((line) => `  ${line}\n`).join('')}`);
}

async function confirm(where: string, shown: string[], keys: Buffer[], pinning: Pinning): Promise<void> {
  if (pinning.ask === null) {
    const list = shown.join(', ');
    throw new UserError(
      `the host key of ${where} is not pinned (${list}): compare it on a terminal, or pass --yes to pin it unchecked`,
    );
  }
  pinning.tell(
    `The host key of ${where} is not pinned yet. The machine presents\n\n${shown.map((line) => `  ${line}\n`).join('')}\n` +
      'On the machine itself, this prints the true ones:\n\n' +
      '  for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -l -f $key; done\n\n',
  );
  const question = `Are they the same? Pin them in ${pinning.knownHosts[0]}? (yes, no, or a fingerprint) `;
  for (;;) {
    const answer = (await pinning.ask(question))?.trim() ?? 'no';
    if (/^yes$/i.test(answer) || keys.some((key) => fingerprint(key) === answer)) return;
    if (/^no?$/i.test(answer) || answer.startsWith('SHA256:'))
      throw new UserError(`the host key of ${where} was not pinned: nothing was read from the machine`);
  }
}

/** As `ssh-keygen -l` ends its line: `SHA256:… (ED25519)`. */
function shownKey(key: Buffer): string {
  const algorithm = algorithmOf(key) ?? 'unknown';
  const type = algorithm.startsWith('ecdsa-') ? 'ECDSA' : algorithm.replace(/^ssh-/, '').toUpperCase();
  return `${fingerprint(key)} (${type})`;
}
