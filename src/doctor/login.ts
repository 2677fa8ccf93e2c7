import { SshError } from '../clients/errors.ts';
import type { Suspect } from '../facts/suspect.ts';
import type { SshHost } from '../clients/ssh/host.ts';
import type { SshClient } from '../clients/ssh/client.ts';
import { defaultLimits } from '../probes/limits.ts';
import { sentence } from './advice.ts';
import { clockLines } from './clock.ts';
import { broken, ok, warning } from './result.ts';
import type { Line } from './result.ts';

/** a slower login uses up the time that an audit gives a machine */
const SLOW_MS = 5000;
const UNREACHABLE =
  'Check its host, port and jump in the manifest, that it is up, that sshd runs there, and that no firewall blocks it.';
const SERVER = 'The machine answers: check its SSH server and its log, and the port in the manifest.';
const cures: Record<Suspect, string> = {
  network: UNREACHABLE,
  name: 'Check its host in the manifest, the DNS, and the Host and HostName of ssh_config.',
  server: SERVER,
  login: 'Look at the log of its SSH server.',
};
const NO_SHELL =
  'Give the user a login shell there, and check ForceCommand in sshd_config and command= in its authorized_keys.';

/** The output to look for, among whatever its start files may print. */
const SCRIPT = 'echo "driftwatch clock $(date -u +%s)"\n';

/** the longest time that a login may take */
export const LOGIN_MS = defaultLimits.connectMs + defaultLimits.sectionMs;

/** Logs in, gets a shell, and reads the machine's clock. `isOpen`: an audit will get that far too. */
export async function logIn(
  ssh: SshClient,
  name: string,
  host: SshHost,
  now: () => number,
): Promise<{ isOpen: boolean; lines: Line[] }> {
  const asked = now();
  const started = performance.now();
  let output = '';
  let answered = asked;
  try {
    const ended = await ssh.run(host, {
      script: SCRIPT,
      connectTimeoutMs: defaultLimits.connectMs,
      deadlineMs: defaultLimits.sectionMs,
      onOutput(chunk) {
        output = (output + chunk.toString()).slice(-10_000);
        answered = now();
        return /driftwatch clock \d+\n/.test(output) ? 'enough' : 'more';
      },
    });
    const took = performance.now() - started;
    const clock = /driftwatch clock (\d{1,12})\n/.exec(output)?.[1];
    if (clock === undefined) return { isOpen: false, lines: [noShell(name, ended)] };
    const lines = [speedLine(name, host, took), ...clockLines(name, Number(clock), { asked, answered })];
    return { isOpen: true, lines };
  } catch (error) {
    if (!(error instanceof SshError)) throw error;
    const { what, cure } = error.advice;
    const told = cure === null ? cures[error.suspect] : sentence(cure);
    return { isOpen: false, lines: [broken(name, what, told)] };
  }
}

function speedLine(name: string, { user, host }: SshHost, ms: number): Line {
  const who = `logged in as ${user} at ${host}`;
  if (ms < SLOW_MS) return ok(name, who);
  const cure = 'Check UseDNS in its sshd_config, what the login shell starts, and the network.';
  return warning(name, `${who}, which took ${(ms / 1000).toFixed(1)} s`, cure);
}

function noShell(name: string, ended: string): Line {
  if (ended === 'deadline')
    return broken(name, 'the login succeeds, but the shell does not answer', NO_SHELL);
  if (ended === 'lost')
    return broken(name, 'the machine ends the connection right after the login', UNREACHABLE);
  return broken(name, 'the login succeeds, but the user gets no shell', NO_SHELL);
}
