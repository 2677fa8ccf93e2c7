import { unseen, unseenWith } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';

/** strerror(3) in the C locale, which ls, find and the hashing programs put at the end of what they say. */
const missing = /: (?:No such file or directory|Not a directory)$/;
const denied = /: (?:Permission denied|Operation not permitted|Access denied)$/;

/** Why a file could not be read, from the end of the program's message; null if there is no such file. */
export function fileProblem(text: string): Observation<never> | null {
  const said = text.trim();
  if (isSudoRefusal(said)) {
    const grant = 'allow the SSH user these reads in sudoers, without a password';
    return unseenWith('denied', `sudo -n is refused (${said.slice(0, 200)})`, grant);
  }
  if (missing.test(said)) return null;
  if (denied.test(said)) return withoutRight('the SSH user may not read it');
  if (said === '') return unseen('malformed', 'the machine did not say why it could not be read');
  return unseen('unsupported', said.slice(0, 300));
}

/** The error for a path that the SSH user may not read, and how to allow it. */
export function withoutRight(what: string): Observation<never> {
  const cure = 'allow that user or one of its groups to, or set sudo: true for the service';
  return unseenWith('denied', what, cure);
}

/** sudo's messages: `sudo: a password is required`, `Sorry, user knox is not allowed to …`, or a shell without it. */
function isSudoRefusal(said: string): boolean {
  return /^sudo: |^Sorry, user |(?:^|: )sudo: (?:command )?not found$/.test(said);
}
