// The package ships its zod schemas as plain JavaScript: these are the ones that the sandbox asks,
// with the types that its own code reads them as.
declare module 'discord-api-spec/zod' {
  import type { ZodMiniType } from 'zod/mini';
  import type { AutocompleteBody, CommandBody, MessageBody, ModalBody } from './bodies.ts';

  export const ApplicationCommandUpdateRequestSchema: ZodMiniType<CommandBody>;
  export const MessageCreateRequestSchema: ZodMiniType<MessageBody>;
  export const MessageEditRequestPartialSchema: ZodMiniType<MessageBody>;
  export const IncomingWebhookRequestPartialSchema: ZodMiniType<MessageBody>;
  export const IncomingWebhookUpdateRequestPartialSchema: ZodMiniType<MessageBody>;
  export const IncomingWebhookInteractionRequestSchema: ZodMiniType<MessageBody>;
  export const IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema: ZodMiniType<MessageBody>;
  export const ModalInteractionCallbackRequestDataSchema: ZodMiniType<ModalBody>;
  export const InteractionApplicationCommandAutocompleteCallbackStringDataSchema: ZodMiniType<AutocompleteBody>;
  export const InteractionApplicationCommandAutocompleteCallbackIntegerDataSchema: ZodMiniType<AutocompleteBody>;
  export const InteractionApplicationCommandAutocompleteCallbackNumberDataSchema: ZodMiniType<AutocompleteBody>;
}
