import { unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';

/** strerror(3) in the C locale, which ls, find and the hashing programs put at the end of what they say. */
const missing = /: (?:No such file or directory|Not a directory)$/;
const denied = /: (?:Permission denied|Operation not permitted|Access denied)$/;

/** Why a file could not be looked at, from the last words of the program that tried; null: there is no such file. */
export function fileTrouble(text: string): Observation<never> | null {
  const said = text.trim();
  if (isSudoRefusal(said)) {
    const grant = 'let sudoers give the SSH user these reads without a password';
    return unseen('denied', `sudo -n is refused (${said.slice(0, 200)}): ${grant}`);
  }
  if (missing.test(said)) return null;
  if (denied.test(said)) return unseen('denied', WITHOUT_RIGHT);
  if (said === '') return unseen('malformed', 'the machine did not say why it could not be read');
  return unseen('unsupported', said.slice(0, 300));
}

export const WITHOUT_RIGHT =
  'the SSH user may not read it: grant that to it or to a group of its, or set sudo: true for the service';

/** sudo's own words: `sudo: a password is required`, `Sorry, user knox is not allowed to …`, or a shell without it. */
function isSudoRefusal(said: string): boolean {
  return /^sudo: |^Sorry, user |(?:^|: )sudo: (?:command )?not found$/.test(said);
}
