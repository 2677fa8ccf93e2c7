import { ComponentType } from 'discord.js';
import type { ActionRow } from './bodies.ts';
import type { Context } from './context.ts';
import { type Interaction, interactionType } from './interactions/interaction.ts';
import { settled, startInteraction } from './interactions/interact.ts';
import { createMessage } from './messages.ts';
import { wire } from './gateway/wire.ts';
import { inputsOf } from './interactions/modal-inputs.ts';
import { fillOptions } from './interactions/options.ts';
import type { Choice, Message, Options, StoredCommand } from './gateway/protocol.ts';
import { apiUser, channels, logsChannelId, people, type Person, users } from './world.ts';

/** Who acts, and where: the operator in #logs unless told otherwise. */
export type Who = { user?: Person; channel?: string };
export type People = ReturnType<typeof createPeople>;

/** What people can do in the sandbox, refused where Discord's client would not let them. */
export function createPeople(context: Context) {
  const { store } = context;

  function find(name: string, user: Person): StoredCommand {
    const command = store.commands.get(name);
    if (!command) throw new Error(`/${name} is not registered`);
    if (!mayUse(command, user)) throw new Error(`${user.name} may not use /${name}`);
    return command;
  }

  function press(messageId: string, customId: string, who: Who, payload: (component: Component) => object) {
    const { user, channelId } = place(who);
    const message = store.messages.get(messageId);
    if (!message) throw new Error(`no message ${messageId}`);
    if (message.ephemeral_for !== null && message.ephemeral_for !== user.id)
      throw new Error(`${user.name} does not see message ${messageId}`);
    const component = componentOf(message, customId);
    if (component.disabled) throw new Error(`${customId} is disabled`);
    const shown = { message: { ...wire(message) }, data: payload(component) };
    const start = { type: interactionType.component, user, source: messageId, payload: shown };
    return sent(startInteraction(context, { ...start, channelId: message.channel_id || channelId }));
  }

  return {
    /** Uses a slash command. @throws Error where Discord would not offer it or the options are wrong */
    async command(name: string, options: Options = {}, who: Who = {}) {
      const { user, channelId } = place(who);
      const command = find(name, user);
      const data = { id: command.id, name, type: 1, options: fillOptions(command, options) };
      return sent(
        startInteraction(context, {
          type: interactionType.command,
          user,
          channelId,
          command,
          payload: { data },
        }),
      );
    },

    /** What the bot suggests for an option that holds `typed`. @throws Error where it does not answer in time */
    async autocomplete(
      name: string,
      option: string,
      typed: string,
      other: Options = {},
      who: Who = {},
    ): Promise<Choice[]> {
      const { user, channelId } = place(who);
      const command = find(name, user);
      const known = command.options?.find((candidate) => candidate.name === option);
      if (!known || !('autocomplete' in known) || !known.autocomplete)
        throw new Error(`/${name} ${option} has no autocomplete`);
      const focused = { name: option, type: known.type, value: typed, focused: true };
      const others = Object.entries(other).map(([name, value]) => ({
        name,
        type: command.options?.find((one) => one.name === name)?.type ?? 3,
        value,
      }));
      const data = { id: command.id, name, type: 1, options: [...others, focused] };
      const start = { type: interactionType.autocomplete, user, channelId, command, payload: { data } };
      return (await settled(context, startInteraction(context, start))).choices ?? [];
    },

    /** Presses a button. @throws Error where it is not there, disabled or not visible to that person */
    async click(messageId: string, customId: string, who: Who = {}) {
      return press(messageId, customId, who, (component) => {
        if (component.type !== ComponentType.Button) throw new Error(`${customId} is not a button`);
        return { component_type: ComponentType.Button, custom_id: customId };
      });
    },

    /** Chooses in a select. @throws Error for values that it does not offer, too few or too many */
    async select(messageId: string, customId: string, values: string[], who: Who = {}) {
      return press(messageId, customId, who, (component) => {
        if (component.type !== ComponentType.StringSelect)
          throw new Error(`${customId} is not a string select`);
        const offered = component.options.map(({ value }) => value);
        const stray = values.find((value) => !offered.includes(value));
        if (stray !== undefined) throw new Error(`${customId} does not offer ${stray}`);
        if (values.length < (component.min_values ?? 1) || values.length > (component.max_values ?? 1))
          throw new Error(`${customId}: wrong number of values`);
        return { component_type: ComponentType.StringSelect, custom_id: customId, values };
      });
    },

    /** Fills in and sends the modal that an interaction was answered with, as the person who got it. */
    async submitModal(interactionId: string, values: Record<string, string>) {
      const opener = store.interactions.get(interactionId);
      if (!opener?.modal) throw new Error(`interaction ${interactionId} opened no modal`);
      const components = inputsOf(opener.modal).map((input) => {
        const value = values[input.custom_id] ?? input.value;
        if (input.required && value === '') throw new Error(`${input.custom_id} is required`);
        if (value.length > input.max_length || (value !== '' && value.length < input.min_length))
          throw new Error(`${input.custom_id} has the wrong length`);
        return { type: 1, components: [{ type: 4, custom_id: input.custom_id, value }] };
      });
      const message = store.messages.get(opener.source ?? '');
      const payload = {
        data: { custom_id: opener.modal.custom_id, components },
        ...(message && { message: wire(message) }),
      };
      const { user, channelId } = opener;
      const start = {
        type: interactionType.modal,
        user,
        channelId,
        payload,
        ...(message && { source: message.id }),
      };
      return sent(startInteraction(context, start));
    },

    /** Writes a plain message. */
    say(content: string, who: Who = {}): Message {
      const { user, channelId } = place(who);
      return createMessage(context, {
        body: { content },
        files: new Map(),
        author: apiUser(user),
        channelId,
        ephemeralFor: null,
      });
    },
  };
}

type Component = ActionRow['components'][number];

export function mayUse(command: StoredCommand, user: Person): boolean {
  const wanted = command.default_member_permissions ?? null;
  if (wanted === null) return true;
  const needed = BigInt(wanted);
  const has = BigInt(user.permissions);
  return (has & 8n) !== 0n || (needed !== 0n && (has & needed) === needed);
}

function place({ user = users.operator, channel = logsChannelId }: Who): { user: Person; channelId: string } {
  if (!people.includes(user)) throw new Error(`${user.name} is not in the guild`);
  if (!channels.some(({ id }) => id === channel)) throw new Error(`no channel ${channel}`);
  return { user, channelId: channel };
}

function componentOf(message: Message, customId: string): Component {
  for (const row of message.components ?? []) {
    if (row.type !== ComponentType.ActionRow) continue;
    const found = row.components.find(
      (component) => 'custom_id' in component && component.custom_id === customId,
    );
    if (found) return found;
  }
  throw new Error(`message ${message.id} has no component ${customId}`);
}

function sent(interaction: Interaction): { interactionId: string } {
  return { interactionId: interaction.id };
}
