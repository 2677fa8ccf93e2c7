import { answer } from '../answers/answer.ts';
import { readScope } from '../../../embeds/scope-id.ts';
import type { Button } from './button.ts';

/**
 * Runs the report's scope again, and answers as /drift does: with a new message, and the pressed one stays as it is.
 * That one says what was true at its time, people may have linked it or answered it, and before and after are what an
 * operator wants to lay side by side; also, a report of several messages has no one place to be edited in.
 */
export const rerun = {
  async press(interaction, id, app) {
    const scope = readScope(id, await app.fleet());
    await answer(interaction, app, { ...scope, trigger: 'command', only: 'all' });
  },
} satisfies Button;
