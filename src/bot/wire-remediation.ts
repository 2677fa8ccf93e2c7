import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Keyv } from 'keyv';
import type { Logger } from 'pino';
import { REST } from 'discord.js';
import type { Audits } from '../audit/running-audits.ts';
import { restRequest } from '../clients/http/rest-request.ts';
import { createSshExecutor } from '../clients/ssh/exec.ts';
import { createCards } from '../discord/answers/cards.ts';
import type { Env } from '../env/env.ts';
import { Approvals } from '../remediation/approval.ts';
import type { Approval } from '../remediation/approval.ts';
import { createMachineQuery } from '../remediation/machine/query-machine.ts';
import { createRemediationService } from '../remediation/service.ts';
import type { Journal } from '../remediation/journal/journal.ts';
import { reprobe } from '../remediation/machine/reprobe.ts';
import { createRecords } from '../remediation/records.ts';
import { withThreadSteps } from '../remediation/thread-steps.ts';
import { fixOf } from '../remediation/fix-of.ts';
import type { Lease } from '../store/lease.ts';
import type { Records } from '../store/records.ts';
import type { State } from '../store/state.ts';
import { createDocument } from '../store/document.ts';
import type { Fleet } from './fleet.ts';

// The composition root's part for remediation: only run-bot.ts and main.ts import it.

const ROUND_MS = 10_000;

type Parts = {
  env: Env;
  fleet: Fleet;
  keyv: Keyv;
  journal: Journal;
  rest: Parameters<typeof createCards>[0];
  channelId: string;
  log: Pick<Logger, 'warn' | 'error'>;
  onBroken: (keptAs: string) => void;
  holdsState: () => boolean;
  stepped: Records['stepped'];
  audited: (approval: Approval) => Promise<unknown>;
};

/** Builds remediation. `start` begins its rounds; `close` ends them, and everything that keeps the process alive. */
function composeRemediation(parts: Parts) {
  const { env, fleet, keyv, journal, log, onBroken, holdsState } = parts;
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
    holdsState,
    records: createRecords(document, Date.now),
    journal,
    cards: withThreadSteps(
      createCards(parts.rest, parts.channelId, env.discordApproverRoleIds),
      parts.stepped,
    ),
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
      .catch((error: unknown) => log.error({ err: error }, 'A pass over the approvals failed'));
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

/** Parts of a running bot. `token`: its Discord token. */
type Running = Pick<Parts, 'env' | 'log'> & { state: State; lease: Pick<Lease, 'held'>; token: string };

/** Remediation; null if there is no channel to show requests in. */
export function wireRemediation(
  { env, log, state, lease, token }: Running,
  {
    fleet,
    audits,
    records,
  }: { fleet: Fleet; audits: Pick<Audits, 'begin'>; records: Pick<Records, 'fixed' | 'stepped'> },
  { journal, onBroken }: Pick<Parts, 'journal' | 'onBroken'>,
) {
  const channelId = env.discordLogsChannelId;
  if (channelId === null) return null;
  const rest = new REST({ api: env.discordApiUrl, makeRequest: restRequest }).setToken(token);
  const holdsState = () => lease.held();
  const keyv = state.keyv('remediation');
  const parts = { env, fleet, keyv, journal, rest, channelId, log, onBroken, holdsState };
  return composeRemediation({
    ...parts,
    stepped: (finding, step) => records.stepped(finding, step),
    async audited(approval) {
      const fix = fixOf(approval);
      if (fix) await records.fixed(fix);
      const { service } = approval;
      const request = { trigger: 'command', service, machine: null, only: 'all' } as const;
      return await audits.begin(request, () => {}).report;
    },
  });
}
