import { z } from 'zod';
import type { PageRequest } from './page-protocol.ts';
import type { Choice } from '../gateway/protocol.ts';
import type { People, Who } from '../people.ts';
import { people } from '../world.ts';

const Options = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const place = { ref: z.int(), user: z.string(), channel: z.string() };

export const PageRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...place, kind: z.literal('command'), name: z.string(), options: Options }),
  z.strictObject({
    ...place,
    kind: z.literal('autocomplete'),
    name: z.string(),
    option: z.string(),
    typed: z.string(),
    options: Options,
  }),
  z.strictObject({ ...place, kind: z.literal('click'), message: z.string(), customId: z.string() }),
  z.strictObject({
    ...place,
    kind: z.literal('select'),
    message: z.string(),
    customId: z.string(),
    values: z.array(z.string()),
  }),
  z.strictObject({
    ...place,
    kind: z.literal('modal'),
    interactionId: z.string(),
    values: z.record(z.string(), z.string()),
  }),
  z.strictObject({ ...place, kind: z.literal('say'), content: z.string().min(1).max(2000) }),
]) satisfies z.ZodType<PageRequest>;

export type Outcome = { interactionId: string | null; choices: Choice[] };

/** Does what somebody did on the page. @throws Error with the reason why Discord would not let them */
export async function perform(act: People, request: PageRequest): Promise<Outcome> {
  const user = people.find(({ id }) => id === request.user);
  if (!user) throw new Error(`nobody is ${request.user}`);
  const who: Who = { user, channel: request.channel };
  const started = ({ interactionId }: { interactionId: string }) => ({ interactionId, choices: [] });
  switch (request.kind) {
    case 'command':
      return started(await act.command(request.name, request.options, who));
    case 'autocomplete': {
      const { name, option, typed, options } = request;
      return { interactionId: null, choices: await act.autocomplete(name, option, typed, options, who) };
    }
    case 'click':
      return started(await act.click(request.message, request.customId, who));
    case 'select':
      return started(await act.select(request.message, request.customId, request.values, who));
    case 'modal':
      return started(await act.submitModal(request.interactionId, request.values));
    case 'say':
      act.say(request.content, who);
      return { interactionId: null, choices: [] };
    default:
      return request satisfies never;
  }
}
