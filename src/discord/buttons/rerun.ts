import { answer } from '../answers/answer.ts';
import { readScope } from '../../../embeds/scope-id.ts';
import type { Button } from './button.ts';

/**
 * Audits the report's scope again, and answers with a new message, as /drift does. The old message stays: it says what
 * was true at its time, people may have linked or answered it, and an operator wants to compare before and after. Also, a
 * report of several messages could not be edited in one place.
 */
export const rerun = {
  async press(interaction, id, app) {
    const scope = readScope(id, await app.fleet());
    await answer(interaction, app, { ...scope, trigger: 'command', only: 'all' });
  },
} satisfies Button;
