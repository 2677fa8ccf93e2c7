import { ApiError } from '../api-error.ts';
import type { Context } from '../context.ts';
import { type Interaction, TOKEN_LIVES } from '../interactions/interaction.ts';
import { createMessage, deleteMessage, editMessage, flag } from '../messages.ts';
import { wire } from '../gateway/wire.ts';
import type { Message } from '../gateway/protocol.ts';
import { validateMessage } from '../validation/message.ts';
import { apiUser, applicationId, bot } from '../world.ts';
import type { Call, Route } from './route.ts';

const webhook = '/webhooks/:application/:token';
const one = `${webhook}/messages/:message`;

/** What comes after the first answer: follow-ups, edits, deletes, for as long as the token lives. */
export const webhookRoutes: Route[] = [
  {
    method: 'POST',
    path: webhook,
    open: true,
    handle: (context, call) => ({ status: 200, body: wire(followUp(context, call)) }),
  },
  {
    method: 'GET',
    path: one,
    open: true,
    handle: (context, call) => ({ status: 200, body: wire(findMessage(context, call)) }),
  },
  {
    method: 'PATCH',
    path: one,
    open: true,
    handle: (context, call) => {
      const message = findMessage(context, call);
      const body = validateMessage('webhookEdit', call.json, call.files);
      return { status: 200, body: wire(editMessage(context, message, body, call.files)) };
    },
  },
  {
    method: 'DELETE',
    path: one,
    open: true,
    handle: (context, call) => {
      deleteMessage(context, findMessage(context, call));
      return { status: 204 };
    },
  },
];

function findInteraction(context: Context, call: Call): Interaction {
  const token = call.param('token');
  const interaction = [...context.store.interactions.values()].find((one) => one.token === token);
  if (!interaction || interaction.expired || context.clock.now() - interaction.createdAt > TOKEN_LIVES)
    throw new ApiError(401, 50027, 'Invalid Webhook Token');
  if (interaction.answered === null || call.param('application') !== applicationId)
    throw new ApiError(404, 10015, 'Unknown Webhook');
  return interaction;
}

function findMessage(context: Context, call: Call): Message {
  const interaction = findInteraction(context, call);
  const name = call.param('message');
  const message = context.store.messages.get(name === '@original' ? (interaction.original ?? '') : name);
  const own = [interaction.original, interaction.source, ...interaction.followUps];
  if (!message || !own.includes(message.id)) throw new ApiError(404, 10008, 'Unknown Message');
  return message;
}

/** The first follow-up to an answer that is still "thinking" becomes that answer, as visible as it was deferred. */
function followUp(context: Context, call: Call): Message {
  const interaction = findInteraction(context, call);
  const body = validateMessage('followUp', call.json, call.files);
  const original = context.store.messages.get(interaction.original ?? '');
  if (original && original.flags & flag.loading) return editMessage(context, original, body, call.files);
  const wanted = body.flags ?? 0;
  const message = createMessage(context, {
    body: { ...body, flags: wanted & ~flag.ephemeral },
    files: call.files,
    author: apiUser(bot),
    channelId: interaction.channelId,
    ephemeralFor: wanted & flag.ephemeral ? interaction.user.id : null,
    extra: { application_id: applicationId, webhook_id: applicationId, ...referenceTo(interaction) },
  });
  interaction.followUps.push(message.id);
  return message;
}

function referenceTo({ original, channelId }: Interaction): Partial<Message> {
  return original ? { message_reference: { type: 0, message_id: original, channel_id: channelId } } : {};
}
