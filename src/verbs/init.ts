import { terminalQuestion } from '../cli/ask.ts';
import { writeEnv } from '../cli/init.ts';
import type { InitOptions } from '../cli/init.ts';
import { UserError } from '../text/user-error.ts';

/** `driftwatch init`: `.env`, then a draft of the manifest from what runs on the machines. @returns the exit code */
export async function init({ machine = [], manifest, input, yes }: InitOptions): Promise<number> {
  const ask = input ? terminalQuestion(process.stdin, process.stderr) : null;
  if (input && ask === null)
    throw new UserError('init asks questions, but there is no terminal: use --no-input.');
  if (!/^[\w./~@+-]+$/.test(manifest)) throw new UserError('--manifest: letters, digits and ./~@+- only');
  await writeEnv('.env', manifest, ask);
  process.stderr.write('Written: .env, for this user alone.\n');
  const { discover } = await import('./discover.ts');
  const options = { append: manifest, ...(yes === undefined ? {} : { yes }) };
  for (const address of machine) await discover(address, options);
  if (ask !== null && machine.length === 0)
    await lookAtMachines(ask, (address) => discover(address, options));
  process.stderr.write('Next: driftwatch doctor says what is missing.\n');
  return 0;
}

/** Repeats until Enter alone is pressed. A problem with one machine does not end it. */
async function lookAtMachines(
  ask: (question: string) => Promise<string | null>,
  look: (address: string) => Promise<number>,
): Promise<void> {
  for (;;) {
    const address = (await ask('a machine to read, user@host (Enter: done): '))?.trim();
    if (!address) return;
    await look(address).catch((error: unknown) => {
      if (!(error instanceof UserError)) throw error;
      process.stderr.write(`${error.message}\n`);
    });
  }
}
