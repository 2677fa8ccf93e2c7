/** Why a message did not arrive. */
export class Undelivered extends Error {
  /** ms to wait before the next try; null: as the outbox sees fit */
  readonly retryAfterMs: number | null;
  /** it will never be accepted as it is: given up and logged */
  readonly hopeless: boolean;

  constructor(message: string, options: { retryAfterMs?: number | null; hopeless?: boolean } = {}) {
    super(message);
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.hopeless = options.hopeless ?? false;
  }
}
