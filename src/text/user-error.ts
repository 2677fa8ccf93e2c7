/**
 * An error whose message is shown to people verbatim: one line, what is wrong and what to do next.
 * Everything else that is thrown is an internal error: people get an id, the log gets the rest.
 */
export class UserError extends Error {
  override name = 'UserError';
  /** what is wrong, without the cure */
  readonly what: string;
  /** what to do, where it is given apart: the message ends with it */
  readonly cure: string | null;

  constructor(what: string, { cure, ...options }: ErrorOptions & { cure?: string } = {}) {
    super(cure === undefined ? what : `${what} ${cure}`, options);
    this.what = what;
    this.cure = cure ?? null;
  }
}

/** Somebody may not do this: `roles` are the ids of the roles whose members may. */
export class Forbidden extends UserError {
  override name = 'Forbidden';
  readonly roles: readonly string[];

  constructor(message: string, roles: readonly string[]) {
    super(message);
    this.roles = roles;
  }
}

/** What may pass without a person: a supervisor should start the program again (EX_TEMPFAIL of sysexits.h). */
export class Unavailable extends UserError {
  override name = 'Unavailable';
}
