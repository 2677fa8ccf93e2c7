import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Keyv } from 'keyv';
import type { Logger } from 'pino';
import type { AuditTools } from '../audit/audit.ts';
import { createSshExecutor } from '../clients/ssh/exec.ts';
import type { SshOptions } from '../clients/ssh/ssh.ts';
import { createCards } from '../discord/answers/cards.ts';
import type { Env } from '../env/env.ts';
import type { ManifestSource } from '../inventory/load.ts';
import { Approvals } from '../remediation/approval.ts';
import type { Approval } from '../remediation/approval.ts';
import { createMachineQuery } from '../remediation/machine/query-machine.ts';
import { createRemediationService } from '../remediation/service.ts';
import type { Journal } from '../remediation/journal/journal.ts';
import { reprobe } from '../remediation/machine/reprobe.ts';
import { createRecords } from '../remediation/records.ts';
import { createDocument } from '../store/document.ts';

// The composition root's part for remediation: only run-bot.ts and main.ts import it.

const ROUND_MS = 10_000;

/** What the bot has anyway, and remediation works with. */
export type Fleet = { source: ManifestSource; audit: AuditTools; ssh: SshOptions };

type Parts = {
  env: Env;
  fleet: Fleet;
  keyv: Keyv;
  journal: Journal;
  rest: Parameters<typeof createCards>[0];
  channelId: string;
  log: Pick<Logger, 'warn' | 'error'>;
  onBroken: (keptAs: string) => void;
  held: () => boolean;
  audited: (approval: Approval) => Promise<unknown>;
};

/** Builds what acts on machines. `start` begins its rounds; `close` ends them, and all that keeps the process alive. */
export function composeRemediation(parts: Parts) {
  const { env, fleet, keyv, journal, log, onBroken, held } = parts;
  const { source, audit, ssh } = fleet;
  const executor = createSshExecutor({ ...ssh, keyPath: env.sshActionKeyPath ?? ssh.keyPath });
  const logins = {
    sshUser: audit.sshUser,
    actionUser: env.sshActionUser,
    actionKey: env.sshActionKeyPath !== null,
    ...(audit.sshConfig ? { sshConfig: audit.sshConfig } : {}),
  };
  const empty = { approvals: [] };
  const document = createDocument({ keyv, key: 'approvals', schema: Approvals, empty, onBroken });
  const service = createRemediationService({
    source,
    reprobe: (manifest, service) => reprobe(manifest, service, audit),
    queryMachine: createMachineQuery(audit.clients.ssh, logins),
    executor,
    logins,
    approverRoles: env.discordApproverRoleIds,
    held,
    records: createRecords(document, Date.now),
    journal,
    cards: createCards(parts.rest, parts.channelId),
    audited: parts.audited,
    log,
    now: Date.now,
    newId: () => randomBytes(8).toString('hex'),
    pause: (ms) => pause(ms),
  });
  let timer: NodeJS.Timeout | null = null;
  const round = () =>
    void service
      .round()
      .catch((error: unknown) => log.error({ err: error }, 'A round of the approvals failed'));
  return {
    remediation: service,
    start: () => {
      round();
      timer = setInterval(round, ROUND_MS);
    },
    close: () => {
      if (timer) clearInterval(timer);
      executor.close();
    },
  };
}
