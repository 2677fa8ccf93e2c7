import { open } from 'node:fs/promises';
import { UserError } from '../text/user-error.ts';

export type InitOptions = { machine?: string[]; manifest: string; input: boolean; yes?: boolean };

type Ask = (question: string) => Promise<string | null>;

/** The questions for `.env`, in the order of docs/setup.md. */
const questions = [
  ['DISCORD_APPLICATION_ID', "the application's id (Developer Portal, General Information)", /^\d{17,20}$/],
  ['DISCORD_TOKEN', "the bot's token (Bot, Reset Token)", /^[\w.-]{50,}$/],
  ['DISCORD_GUILD_ID', "the server's id (right click, Copy ID)", /^\d{17,20}$/],
  ['DISCORD_LOGS_CHANNEL_ID', "the channel's id for reports", /^\d{17,20}$/],
  ['DISCORD_APPROVER_ROLE_IDS', "the approvers' role id", /^\d{17,20}(,\d{17,20})*$/],
  ['SSH_USER', 'the user on the machines', /^[\w.-]+$/],
  ['SSH_KEY_PATH', 'the private key', /^[\w./~@+-]+$/],
  ['GITHUB_TOKEN', 'a token for private repositories', /^\w+$/],
] as const;

/**
 * Writes `.env` (mode 600): the answers, and a comment for each question without one. @param ask null: no questions
 * @throws UserError if there is one already, or the terminal was closed
 */
export async function writeEnv(path: string, manifest: string, ask: Ask | null): Promise<void> {
  // Before the questions, so that no answer is lost. `wx` never overwrites.
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      error.code === 'EEXIST'
        ? `${path} exists already and was not changed. To start over, move it away.`
        : `${path} cannot be written: ${error.message}`,
    );
  });
  try {
    const lines = [`MANIFEST_PATH=${manifest}`];
    let asking = ask;
    for (const [key, what, form] of questions) {
      const answer = asking === null ? '' : await answerOf(asking, what, form);
      if (answer === null) asking = null;
      lines.push(answer ? `${key}=${answer}` : `# ${key}=   ${what}`);
    }
    await file.writeFile(`${lines.join('\n')}\n`);
    if (ask !== null && asking === null) throw new UserError(`Stopped. ${path} has your answers so far.`);
  } finally {
    await file.close();
  }
}

/** @returns an empty text for Enter alone, null if the terminal was closed */
async function answerOf(ask: Ask, what: string, form: RegExp): Promise<string | null> {
  for (;;) {
    const answer = (await ask(`${what} (Enter: later): `))?.trim() ?? null;
    if (answer === null || answer === '' || form.test(answer)) return answer;
    process.stderr.write('That does not look right.\n');
  }
}
