import { ApiError, invalidFormBody } from '../api-error.ts';
import type { Context } from '../context.ts';
import {
  ANSWER_WITHIN,
  type Interaction,
  callbackType,
  interactionType,
} from '../interactions/interaction.ts';
import { createMessage, editMessage, flag } from '../messages.ts';
import { wire } from '../gateway/wire.ts';
import type { Message } from '../gateway/protocol.ts';
import { apiUser, bot } from '../world.ts';
import { interactionFields } from '../interactions/interaction-fields.ts';
import { validateCallback } from '../validation/callback.ts';
import type { Reply } from './reply.ts';
import type { Call, Route } from './route.ts';

/** The first answer to an interaction. */
export const interactionRoutes: Route[] = [
  { method: 'POST', path: '/interactions/:interaction/:token/callback', open: true, handle: callback },
];

const ALLOWED: Record<number, readonly number[]> = {
  [interactionType.command]: [callbackType.message, callbackType.deferredMessage, callbackType.modal],
  [interactionType.component]: [4, 5, 6, 7, callbackType.modal],
  [interactionType.autocomplete]: [callbackType.autocomplete],
  [interactionType.modal]: [4, 5, 6, 7],
};

function callback(context: Context, call: Call): Reply {
  const interaction = find(context, call);
  if (interaction.answered !== null)
    throw new ApiError(400, 40060, 'Interaction has already been acknowledged.');
  const answer = validateCallback(call.json, call.files);
  const updates = answer.type === callbackType.deferredUpdate || answer.type === callbackType.update;
  if (!ALLOWED[interaction.type]?.includes(answer.type) || (updates && !interaction.source))
    throw invalidFormBody([
      {
        path: ['type'],
        code: 'INTERACTION_CALLBACK_TYPE_INVALID',
        message: `A callback of type ${answer.type} does not fit an interaction of type ${interaction.type}.`,
      },
    ]);

  const message = apply(context, interaction, answer, call);
  interaction.answered = answer.type;
  context.store.announce({ kind: 'answered', interaction });
  if (call.query.get('with_response') !== 'true') return { status: 204 };
  return { status: 200, body: response(interaction, answer.type, message) };
}

function find(context: Context, call: Call): Interaction {
  const interaction = context.store.interactions.get(call.param('interaction'));
  const late = interaction && context.clock.now() - interaction.createdAt > ANSWER_WITHIN;
  if (
    !interaction ||
    interaction.token !== call.param('token') ||
    interaction.expired ||
    (late && interaction.answered === null)
  )
    throw new ApiError(404, 10062, 'Unknown interaction');
  return interaction;
}

type Answer = ReturnType<typeof validateCallback>;

function apply(context: Context, interaction: Interaction, answer: Answer, call: Call): Message | null {
  switch (answer.type) {
    case 4:
    case 5: {
      const loading = answer.type === callbackType.deferredMessage;
      const wanted = answer.data.flags ?? 0;
      const message = createMessage(context, {
        body: { ...answer.data, flags: (wanted & ~flag.ephemeral) | (loading ? flag.loading : 0) },
        files: call.files,
        author: apiUser(bot),
        channelId: interaction.channelId,
        ephemeralFor: wanted & flag.ephemeral ? interaction.user.id : null,
        extra: interactionFields(interaction),
      });
      interaction.original = message.id;
      return message;
    }
    case 6:
    case 7: {
      interaction.original = interaction.source;
      const source = context.store.messages.get(interaction.source ?? '');
      if (!source) throw new ApiError(404, 10008, 'Unknown Message');
      return answer.type === callbackType.update
        ? editMessage(context, source, answer.data, call.files)
        : source;
    }
    case 8:
      interaction.choices = (answer.data.choices ?? []).map(({ name, value }) => ({ name, value }));
      return null;
    case 9:
      interaction.modal = answer.data;
      return null;
    default:
      return answer satisfies never;
  }
}

function response(interaction: Interaction, type: number, message: Message | null) {
  const flags = message?.flags ?? 0;
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      ...(message && {
        response_message_id: message.id,
        response_message_loading: (flags & flag.loading) !== 0,
        response_message_ephemeral: (flags & flag.ephemeral) !== 0,
      }),
    },
    resource: { type, ...(message && { message: wire(message) }) },
  };
}
