import type { Logger } from 'pino';
import type { SshExecutor } from '../clients/ssh/executor.ts';
import type { ManifestSource, Manifest, Service } from '../inventory/manifest.ts';
import type { Approval } from './approval.ts';
import type { Logins } from './machine/logins.ts';
import type { Journal } from './journal/journal.ts';
import type { Reprobed } from './machine/reprobed.ts';
import type { QueryMachine } from './machine/query-machine.ts';
import type { Records } from './records.ts';

export type Card = { channel: string; message: string };

/** Where people see requests. Both throw what Discord throws. */
export type Cards = {
  post: (approval: Approval) => Promise<Card>;
  /** @returns its place now: a deleted card is posted again */
  edit: (card: Card, approval: Approval) => Promise<Card>;
};

/** What remediation needs from outside. Times in ms. */
export type Tools = {
  source: ManifestSource;
  /** a fresh look at one service */
  reprobe: (manifest: Manifest, service: Service) => Promise<Reprobed>;
  queryMachine: QueryMachine;
  executor: Pick<SshExecutor, 'exec'>;
  logins: Logins;
  /** members of these may approve; with none, nobody may */
  approverRoles: readonly string[];
  /** Does this bot hold the lease on the state? Nothing runs while it does not. */
  holdsState: () => boolean;
  records: Records;
  journal: Journal;
  cards: Cards;
  /** Called after an action: records who approved it, and audits the service. Nobody waits for it. */
  audited: (approval: Approval) => Promise<unknown>;
  log: Pick<Logger, 'warn' | 'error'>;
  now: () => number;
  newId: () => string;
  pause: (ms: number) => Promise<void>;
};
