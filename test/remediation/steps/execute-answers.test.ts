import { describe, expect, it } from 'vitest';
import { SshError } from '../../../src/clients/errors.ts';
import type { SshCommand, SshOutcome } from '../../../src/clients/ssh/executor.ts';
import { REFUSED } from '../../../src/remediation/guard/program.ts';
import { execute } from '../../../src/remediation/steps/execute.ts';
import { aManifest } from '../../support/remediation/manifest.ts';
import { aPermit } from '../../support/remediation/moment.ts';

/** What a run comes to where the machine answers so, or the executor throws. */
async function ended(answer: Partial<SshOutcome> | Error) {
  const commands: SshCommand[] = [];
  const plain: SshOutcome = { end: 'exited', status: 0, signal: null, output: '', truncated: false };
  const executed = await execute(await aPermit(), {
    executor: {
      exec: async (_host, command) => {
        commands.push(command);
        if (answer instanceof Error) throw answer;
        return { ...plain, ...answer };
      },
    },
    source: { current: async () => ({ manifest: aManifest(), notes: [], warning: null }) },
    logins: { sshUser: 'knox', actionUser: null },
    holdsState: () => true,
  });
  return { ...executed, commands };
}

describe('what was run', () => {
  it('is the guard with the words of the plan, from standard input', async () => {
    const { commands } = await ended({});
    expect(commands.map(({ argv }) => argv)).toEqual([
      ['sh', '-s', '--', 'docker', 'restart', 'log-shipper'],
    ]);
  });

  it.each<[string, Partial<SshOutcome>, boolean, string | null]>([
    ['ended', {}, true, null],
    ['ended badly', { status: 1 }, true, null],
    ['was lost', { end: 'lost', status: null }, false, 'the connection was lost before the result arrived'],
    [
      'did not end',
      { end: 'deadline', status: null },
      false,
      'it had not ended after 120 s, and may still run',
    ],
    // Only the guard's own words, with its own status, say that it did nothing.
    ['printed what the guard would', { output: 'driftwatch changed unit\n' }, true, null],
    ['ended as the guard would', { status: REFUSED, output: 'hello\n' }, true, null],
    ['said more than the guard', { status: REFUSED, output: 'driftwatch changed unit\nx\n' }, true, null],
  ])('%s', async (_, answer, known, detail) => {
    const { outcome, known: told } = await ended(answer);
    expect(told).toBe(known);
    expect(outcome).toMatchObject({ sent: true, finding: 'pending', detail });
  });

  it('is nothing where the guard saw a change', async () => {
    const output = 'driftwatch changed unit files\ndriftwatch changed programs\n';
    expect(await ended({ status: REFUSED, output })).toMatchObject({
      known: true,
      outcome: {
        sent: false,
        exit_status: null,
        truncated: false,
        finding: 'pending',
        detail: 'nothing was run: unit files, programs changed at the last moment. Request again',
      },
    });
  });

  it.each([
    [
      'driftwatch ran before',
      /^nothing was run: the machine has \/var\/tmp\S+, so this approval was run before\./,
    ],
    [
      'driftwatch unmarked',
      /^nothing was run: \/var\/tmp\S+, which makes sure that it runs only once, could not be created\./,
    ],
  ])('is nothing where the guard says: %s', async (said, detail) => {
    const { outcome } = await ended({ status: REFUSED, output: `${said}\n` });
    expect(outcome).toMatchObject({ sent: false, detail: expect.stringMatching(detail) });
  });

  it('is nothing where SSH did not come up, and any other error is one', async () => {
    expect(await ended(new SshError('denied', 'no key'))).toMatchObject({
      known: true,
      outcome: { sent: false, detail: expect.stringContaining('no key') },
    });
    await expect(ended(new TypeError('x'))).rejects.toThrow(TypeError);
  });
});
