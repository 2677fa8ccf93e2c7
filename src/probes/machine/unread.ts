import { SshError } from '../../clients/errors.ts';
import type { SshClient } from '../../clients/ssh/client.ts';
import { message, seconds } from '../limit.ts';
import { unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { FailedConnection } from '../../facts/observations.ts';
import type { SectionReader } from './sections.ts';
import { withoutUnprintable } from '../../text/unprintable.ts';

/** One run of the script on a machine. */
export type Run = { ended: Awaited<ReturnType<SshClient['run']>>; reader: SectionReader };

/** Why a section is missing, as far as is known. */
export function unread(
  name: string,
  { ended, reader }: Run,
  limits: { sectionMs: number; machineMs: number },
): Observation<never> {
  if (reader.section(name).state === 'deadline')
    return unseen('timeout', `${name} did not answer within ${seconds(limits.sectionMs)}`);
  if (ended === 'deadline')
    return unseen('timeout', `the machine did not finish ${name} within ${seconds(limits.machineMs)}`);
  if (ended === 'lost') return unseen('unreachable', `the connection was lost before ${name} had answered`);
  if (!reader.started()) return unseen('denied', `the SSH user gets no shell${quoted(reader.noise())}`);
  return unseen('malformed', `the machine ended the script before ${name} had answered`);
}

/** Why no channel to the machine was opened. */
export function failed(error: unknown): FailedConnection {
  if (error instanceof SshError)
    return {
      status: 'failed',
      reason: error.kind,
      detail: error.message,
      host_key: error.hostKey,
      suspect: error.suspect,
    };
  return {
    status: 'failed',
    reason: 'malformed',
    detail: `internal error: ${message(error)}`,
    host_key: null,
  };
}

function quoted(noise: string): string {
  const text = withoutUnprintable(noise, ' ').replaceAll(/\s+/g, ' ').slice(0, 200);
  return text === '' ? '' : `; it answers ${JSON.stringify(text)}`;
}
