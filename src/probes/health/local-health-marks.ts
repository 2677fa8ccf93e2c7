/** What the shell prints if it could not send the request. */
export const WITHOUT_TOOL = 'no-tool';

export const WITHOUT_ENCODER = 'no-encoder';

/** exit status of an `ask_…` that wget must not handle */
export const NEEDS_CURL = 100;

/** How long curl keeps the connection of `health.tcp`: a lost SYN is repeated after 1 s. */
export const HELD_SECONDS = 2;
