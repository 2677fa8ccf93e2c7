import { z } from 'zod';
import { call } from '../clients/http/call.ts';
import { readEnv } from '../env/env.ts';
import { UserError } from '../text/user-error.ts';
import { write } from './write.ts';

const WAIT_MS = 15_000;
const Answer = z.object({
  ok: z.boolean().optional(),
  // A bot of an older release, still running after an update, names no channels.
  result: z.object({ channels: z.array(z.string()).default([]) }).optional(),
  error: z.object({ message: z.string() }).optional(),
});

/** `driftwatch drill`: asks the running bot. @returns the exit code */
export async function drill(): Promise<number> {
  const { triggerToken, httpHost, httpPort } = readEnv();
  if (triggerToken === null)
    throw new UserError(
      'TRIGGER_TOKEN is not set, so the bot accepts no requests here. Set it, or type /drill in Discord.',
    );
  const host = ['0.0.0.0', '::'].includes(httpHost) ? '127.0.0.1' : httpHost;
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${httpPort}/tools/invoke`;
  const answer = await call(address, {
    headers: { authorization: `Bearer ${triggerToken}` },
    json: { tool: 'drill' },
    timeoutMs: WAIT_MS,
  }).catch(() => {
    throw new UserError(
      `No bot answers at ${address}. Start it first: a drill takes the same path as a real alert.`,
    );
  });
  const { ok, result, error } = answerIn(answer.text);
  if (ok !== true) throw new UserError(error?.message ?? `The bot answered HTTP ${answer.status}.`);
  const channels = result?.channels.join(' and ') || 'the alert channels';
  write(`The drill has started on ${channels}: see who is woken. It ends in half a minute.\n`);
  return 0;
}

function answerIn(text: string): z.infer<typeof Answer> {
  try {
    return Answer.parse(JSON.parse(text));
  } catch {
    return {};
  }
}
