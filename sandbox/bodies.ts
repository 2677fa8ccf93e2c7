import type {
  APIActionRowComponent,
  APIAllowedMentions,
  APIApplicationCommandOption,
  APIApplicationCommandOptionChoice,
  APIComponentInMessageActionRow,
  APIEmbed,
  APILabelComponent,
  APITextInputComponent,
  APITextDisplayComponent,
} from 'discord.js';

export type ActionRow = APIActionRowComponent<APIComponentInMessageActionRow>;
export type AttachmentBody = { id: string | number; filename?: string | null; description?: string | null };

/** What a bot sends as a message, a follow-up, an answer or an edit of one. */
export type MessageBody = {
  content?: string | null;
  embeds?: APIEmbed[] | null;
  components?: ActionRow[] | null;
  attachments?: AttachmentBody[] | null;
  allowed_mentions?: APIAllowedMentions | null;
  flags?: number | null;
  nonce?: string | number | null;
  enforce_nonce?: boolean | null;
  message_reference?: { message_id?: string; fail_if_not_exists?: boolean | null } | null;
};

export type CommandBody = {
  name: string;
  description?: string | null;
  type?: number | null;
  options?: APIApplicationCommandOption[] | null;
  default_member_permissions?: number | string | null;
};

export type AutocompleteBody = { choices?: APIApplicationCommandOptionChoice[] | null };

export type ModalComponent =
  | APIActionRowComponent<APITextInputComponent>
  | APILabelComponent
  | APITextDisplayComponent;
export type ModalBody = { custom_id: string; title: string; components: ModalComponent[] };
