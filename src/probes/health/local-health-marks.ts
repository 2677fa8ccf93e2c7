/** What the shell says where it could not so much as ask. */
export const WITHOUT_TOOL = 'no-tool';

export const WITHOUT_ENCODER = 'no-encoder';

/** exit status of an `ask_…` that may not be asked with wget */
export const NEEDS_CURL = 100;

/** How long curl holds the connection of `health.tcp`: one lost SYN is sent again after 1 s. */
export const HELD_SECONDS = 2;
