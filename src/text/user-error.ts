/**
 * An error whose message is shown to people as it stands: one line, what is wrong and what to do next.
 * Everything else that is thrown is an internal error: people get an id, the log gets the rest.
 */
export class UserError extends Error {
  override name = 'UserError';
}

/** What may pass without a person: a supervisor should start the program again (EX_TEMPFAIL of sysexits.h). */
export class Unavailable extends UserError {
  override name = 'Unavailable';
}
