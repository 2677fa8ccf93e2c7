import { UnrecoverableError } from 'bullmq';
import type { Refusal } from '../sites/sealing/refusal.ts';

/** The request may not be the bot's, so no answer can be sealed for it: only this word goes back. */
export class RequestRefused extends UnrecoverableError {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`refused:${refusal}`);
    this.refusal = refusal;
  }
}
