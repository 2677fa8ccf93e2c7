import { SshError } from '../../clients/errors.ts';
import type { SshExecutor } from '../../clients/ssh/executor.ts';
import type { ManifestSource } from '../../inventory/manifest.ts';
import { quotableLines } from '../../text/observed-text.ts';
import type { Outcome } from '../approval.ts';
import { actingHost, hostText } from '../machine/hosts.ts';
import type { Logins } from '../machine/logins.ts';
import { markFolder } from '../guard/mark-script.ts';
import { actScript, REFUSED } from '../guard/program.ts';
import { guardedBy, planOf, whyNotRun } from '../policy.ts';
import type { Permit } from '../policy.ts';

const CONNECT_MS = 10_000;
/** docker waits 10 s for a container to stop, systemd 90 s for a unit. */
const DEADLINE_MS = 120_000;
const OUTPUT_BYTES = 16 * 1024;

export type Execution = { outcome: Outcome; known: boolean };

/**
 * Runs a permit's plan, once, and nothing else. It reads the manifest a last time, in case the service has become a
 * trading service. `known` is false if it is not known whether it ran, or how it ended.
 * @throws Error for anything that is no permit
 */
export async function execute(
  permit: Permit,
  tools: {
    executor: Pick<SshExecutor, 'exec'>;
    source: ManifestSource;
    logins: Logins;
    holdsState(): boolean;
  },
): Promise<Execution> {
  const plan = planOf(permit);
  const { manifest, warning } = await tools.source.current();
  const why = whyNotRun(permit, manifest);
  if (why !== null) return untold(why);
  if (warning !== null) return untold(`the latest edit of the manifest is broken: ${warning}`);
  const machine = manifest.machines.find(({ name }) => name === plan.machine);
  const host = machine && actingHost(manifest, machine, tools.logins);
  if (!host || hostText(host) !== plan.host) return untold(`${plan.machine} is no longer ${plan.host}`);
  if (!tools.holdsState()) return untold('this bot no longer holds the state: another one may be active');
  const { claims, approved, approval } = guardedBy(permit);
  try {
    const ran = await tools.executor.exec(host, {
      argv: ['sh', '-s', '--', ...plan.argv],
      input: actScript(claims, approved, approval),
      connectTimeoutMs: CONNECT_MS,
      deadlineMs: DEADLINE_MS,
      capBytes: OUTPUT_BYTES,
    });
    const { status, signal, truncated } = ran;
    const output = quotableLines(ran.output, OUTPUT_BYTES);
    const refused = status === REFUSED ? refusedBy(ran.output, approval) : null;
    if (refused !== null) return untold(`nothing was run: ${refused}`);
    const details = {
      exited: null,
      deadline: `it had not ended after ${DEADLINE_MS / 1000} s, and may still run`,
      lost: 'the connection was lost before the result arrived',
    };
    return {
      known: ran.end === 'exited',
      outcome: {
        sent: true,
        exit_status: status,
        signal,
        output,
        truncated,
        finding: 'pending',
        detail: details[ran.end],
      },
    };
  } catch (error) {
    if (!(error instanceof SshError)) throw error;
    return untold(error.message);
  }
}

/** The outcome if nothing was sent to the machine. */
export function unsent(detail: string): Outcome {
  const nothing = { sent: false, exit_status: null, signal: null, output: '', truncated: false } as const;
  return { ...nothing, finding: 'pending', detail };
}

function untold(detail: string): Execution {
  return { known: true, outcome: unsent(detail) };
}

/** Why the guard did nothing, or null if it does not say so. */
function refusedBy(output: string, approval: string): string | null {
  const lines = output.trim().split('\n');
  const mark = markFolder(approval);
  if (lines[0] === 'driftwatch ran before')
    return `the machine has ${mark}, so this approval was run before. Was the bot restored from a backup? Request it again`;
  if (lines[0] === 'driftwatch unmarked')
    return `${mark}, which makes sure that it runs only once, could not be created. Free up disk space there or fix its permissions, then request again`;
  const parts = lines.map((line) => /^driftwatch changed ([a-z ]+)$/.exec(line)?.[1]);
  return parts.every((part) => part !== undefined)
    ? `${parts.join(', ')} changed at the last moment. Request again`
    : null;
}
