import { unseen, unseenWith } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';

/** Why docker or podman refused, from its output, and what to do about it. */
export function engineProblem(engine: 'docker' | 'podman', lines: readonly string[]): Observation<never> {
  // docker warns of an unreadable config.json in words that read like a refusal.
  const said = lines.filter(
    (line) => line.trim() !== '' && !/^(WARNING|engine |now |at |id |container )/.test(line),
  );
  const text = [...new Set(said)].join(' ').slice(0, 300);
  if (
    /password is required|not in the sudoers|may not run|not allowed to execute|must have a tty/i.test(text)
  )
    return unseenWith(
      'denied',
      `sudo does not allow the SSH user to run ${engine}`,
      `allow it in sudoers, NOPASSWD (${text})`,
    );
  if (/sudo: .*(command )?not found|sudo: not found/i.test(text))
    return unseen('unsupported', `sudo is missing, or does not find ${engine} (${text})`);
  if (/permission denied/i.test(text)) {
    const socket = engine === 'docker' ? "docker's socket" : 'podman';
    return unseenWith('denied', `the SSH user may not use ${socket}`, `${cureOf(engine)} (${text})`);
  }
  if (/cannot connect|failed to connect|is the docker daemon running|connection refused/i.test(text))
    return unseenWith(
      'unreachable',
      `${engine} cannot reach its engine`,
      `start it on the machine (${text})`,
    );
  return unseen('malformed', `${engine} failed: ${text === '' ? 'it said nothing' : text}`);
}

function cureOf(engine: 'docker' | 'podman'): string {
  return engine === 'docker'
    ? "set sudo: true with docker's lines of docs/security.md, or add it to the group docker, which is as good as root"
    : 'set sudo: true';
}
