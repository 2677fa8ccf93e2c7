import { describe, expect, it } from 'vitest';
import { SshError } from '../../../src/clients/errors.ts';
import type { SshClient } from '../../../src/clients/ssh/client.ts';
import { createMachineQuery } from '../../../src/remediation/machine/query-machine.ts';
import { aManifest } from '../../support/remediation/manifest.ts';

const logins = { sshUser: 'knox', actionUser: null };

async function asked(run: SshClient['run']) {
  const manifest = aManifest();
  return await createMachineQuery({ run }, logins)(manifest, manifest.machines[0]!, 'look');
}

/** A machine that says these parts, for as long as anybody listens. */
function saying(parts: string[], heard: string[] = []): SshClient['run'] {
  return async (_host, session) => {
    for (const part of parts) {
      heard.push(part);
      if (session.onOutput(Buffer.from(part)) === 'enough') return 'enough';
    }
    return 'closed';
  };
}

describe('what a machine is asked', () => {
  it('is known in full, over every piece of the answer', async () => {
    expect(await asked(saying(['über ', 'allem']))).toBe('über allem');
  });

  it('is given up over one MiB', async () => {
    const half = 'x'.repeat(512 * 1024);
    expect(await asked(saying([half, half]))).toBe(half + half);
    const heard: string[] = [];
    expect(await asked(saying([half, half, 'y', 'z'], heard))).toEqual({
      refused: 'what else it would touch could not be seen: box gave an incomplete answer',
    });
    expect(heard.at(-1)).toBe('y');
  });

  it.each(['lost', 'deadline'] as const)('is not known where it ends with %s', async (end) => {
    expect(await asked(async () => end as never)).toMatchObject({
      refused: expect.stringContaining('box gave an incomplete answer'),
    });
  });

  it('is not known where SSH fails, and any other error is one', async () => {
    const failing = (error: Error) => async (): Promise<never> => {
      throw error;
    };
    expect(await asked(failing(new SshError('unreachable', 'no route')))).toMatchObject({
      refused: expect.stringContaining('no route'),
    });
    await expect(asked(failing(new TypeError('x')))).rejects.toThrow(TypeError);
  });
});
