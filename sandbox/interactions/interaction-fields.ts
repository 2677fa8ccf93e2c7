import type { Interaction } from './interaction.ts';
import { interactionType } from './interaction.ts';
import type { Message } from '../gateway/protocol.ts';
import { apiUser, applicationId } from '../world.ts';

/** What an answer to an interaction carries besides a plain message: who asked, and with which command. */
export function interactionFields(interaction: Interaction): Partial<Message> {
  const user = apiUser(interaction.user);
  const common = { id: interaction.id, user, authorizing_integration_owners: {} };
  const shared = { application_id: applicationId, webhook_id: applicationId };
  if (interaction.type !== interactionType.command || !interaction.command) {
    if (!interaction.source) return shared;
    return {
      ...shared,
      interaction_metadata: { ...common, type: 3, interacted_message_id: interaction.source },
    };
  }
  const { name } = interaction.command;
  return {
    ...shared,
    type: 20,
    interaction: { id: interaction.id, type: 2, name, user },
    interaction_metadata: { ...common, type: 2 },
  };
}
