import { commands } from '../../commands/index.ts';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { createOutbox } from '../alerting/outbox.ts';
import { channelsOf } from './channels-of.ts';
import { welcome } from '../alerting/welcome.ts';
import { wireBoard } from './wire-board.ts';
import { wire } from './wire.ts';
import { openJournal } from './journal.ts';
import { wireRemediation } from './wire-remediation.ts';
import { warnOfProblems } from '../doctor/at-start.ts';
import { doctorContext } from '../doctor/context.ts';
import { restRequest } from '../clients/http/rest-request.ts';
import { startGateway } from '../discord/gateway/gateway.ts';
import { offFeatures } from '../env/features.ts';
import { requireKeys } from '../env/require-keys.ts';
import type { Env } from '../env/env.ts';
import { driftwatchFindings, coverageOfDriftwatch } from '../audit/driftwatch-findings.ts';
import { sitesIn } from '../inventory/sites.ts';
import { driftwatchRevision } from './driftwatch-revision.ts';
import { createHistory } from '../store/history.ts';
import { acquireLease } from '../store/lease.ts';
import type { Lease } from '../store/lease.ts';
import { createLedger } from '../store/create-ledger.ts';
import { openState } from '../store/open/open.ts';
import type { State } from '../store/state.ts';
import { thisProcess } from '../store/process-identity.ts';
import { createMetrics } from '../triggers/gauges.ts';
import { createHeartbeat } from '../triggers/heartbeat.ts';
import { startMergeWatch } from '../triggers/merge-watch.ts';
import { startSchedule } from '../triggers/schedule.ts';
import { startServer } from '../triggers/server.ts';
import { startManifestWatch } from '../triggers/manifest-watch.ts';
import { startWatch } from '../triggers/watch.ts';
import { call } from '../clients/http/call.ts';
import { nextDue } from '../time/cron-times.ts';

const HEARTBEAT_MS = 10_000;

/** Runs until a signal arrives, or until Discord closes the session for good. */
export async function runBot(env: Env, stopped: Promise<null>, onReady = () => {}): Promise<number> {
  const keys = requireKeys(env, 'bot');
  const log = pino({ level: env.logLevel });
  const state = await openState(env.stateUrl, Date.now);
  const lease = await acquireLease({ state, holder: await thisProcess(), now: Date.now, log }).catch(
    (error: unknown) => {
      state.close();
      throw error;
    },
  );
  try {
    return await serve({ env, keys, log, state, lease }, stopped, onReady);
  } finally {
    // Also if it refuses to start, so that the next bot need not wait.
    await lease.release();
    state.close();
  }
}

type Held = {
  env: Env;
  keys: ReturnType<typeof requireKeys>;
  log: Logger;
  state: State;
  lease: Lease;
};

async function serve(
  { env, keys, log, state, lease }: Held,
  stopped: Promise<null>,
  onReady: () => void,
): Promise<number> {
  const onBroken = (kept_as: string) =>
    log.error({ kept_as }, 'A stored value was unreadable and was set aside');
  const memory = {
    answers: state.keyv('github'),
    ledger: createLedger(state.keyv('ledger'), onBroken),
    history: createHistory(state.keyv('history'), onBroken),
  };
  const channels = channelsOf(env, keys.discordToken, async (findings) =>
    acting === null ? [] : await acting.remediation.options({ findings: [...findings] }),
  );
  const { ledger } = memory;
  const outbox = createOutbox({ ledger, channels, now: Date.now, log, holdsState: () => lease.held() });
  const metrics = createMetrics();
  metrics.watchOutbox(outbox.depth);
  const journal = openJournal(env, state.keyv('journal'));
  let board: ReturnType<typeof wireBoard> = null;
  let watch: ReturnType<typeof startWatch> | null = null;
  const watching = () => watch?.state() ?? null;
  metrics.watchWatch(watching);
  const warningNow = async () => (await source.current()).warning;
  const own = driftwatchFindings(() => journal.finding(), watching, warningNow);
  const user = {
    channels,
    onStored: () => {
      outbox.wake();
      board?.wake();
    },
    onReport: metrics.record,
    own,
    watching,
    siteEvents: metrics.siteEvents,
  };
  const wired = wire(env, memory, user);
  const { source, clients, recorder, drill, close } = wired;
  metrics.watchSites(async () => await clients.sites.queueCounts(sitesIn((await source.current()).manifest)));
  const running = { env, log, state, lease, token: keys.discordToken };
  const acting = wireRemediation(running, wired, { journal, onBroken });
  const app = wired.appWith(acting?.remediation ?? null);
  // Before the login to Discord: without a manifest, there is nothing to do.
  await source.current();
  const damage = await journal.finding();
  if (damage) log.error({ summary: damage.summary }, 'The remediation journal is broken');
  for (const feature of offFeatures(env)) log.info(feature);
  await recorder.settle();
  const gateway = await startGateway({
    commands,
    token: keys.discordToken,
    applicationId: keys.discordApplicationId,
    guildId: keys.discordGuildId,
    apiUrl: env.discordApiUrl,
    makeRequest: restRequest,
    logsChannelId: env.discordLogsChannelId,
    boardChannelId: env.discordBoardChannelId,
    oncallRoleId: env.discordOncallRoleId,
    approverRoleIds: env.discordApproverRoleIds,
    app,
    log,
  });
  const openOwn = { keyv: (namespace: string) => state.keyv(namespace), close() {} };
  const inForce = { ...(await source.current()), modified: null, problems: null };
  const context = await doctorContext(env, { ...clients, actionSsh: null }, () => openOwn, inForce);
  const problems = warnOfProblems(context, log);
  const nextScan = nextDue(env.scanCron, env.scanTimezone, Date.now());
  const inventory = await app.inventory({ service: null, machine: null });
  const contact = { guildId: keys.discordGuildId, inventory, nextScan, now: Date.now() };
  await welcome({ ledger, channels, ...contact });
  outbox.wake();
  board = wireBoard({
    env,
    token: keys.discordToken,
    state,
    app,
    holdsState: () => lease.held(),
    log,
    onBroken,
  });
  drill.resume();
  acting?.start();
  const merges = startMergeWatch({ app, now: Date.now, log });
  const ask = async (url: string) => (await call(url, { timeoutMs: HEARTBEAT_MS })).status;
  const heartbeat = createHeartbeat(env.heartbeatUrl, ask, log);
  const { scanCron: expression, scanTimezone: timezone } = env;
  const schedule = startSchedule({ expression, timezone, app, now: Date.now, log, heartbeat });
  const tellOwn = async () => {
    const { manifest: inForceNow } = await source.current();
    const found = await own.find();
    await recorder.begin()(coverageOfDriftwatch(inForceNow, { types: own.types, found }, Date.now()));
  };
  const clocks = { now: Date.now, elapsed: () => performance.now() };
  const { watchIntervalMs: intervalMs } = env;
  if (intervalMs > 0) watch = startWatch({ app, intervalMs, ...clocks, log, onStalled: tellOwn });
  const manifest = startManifestWatch({ warning: warningNow, onChange: tellOwn, log });
  const closings: Promise<void>[] = [];
  try {
    const version = await driftwatchRevision(fileURLToPath(new URL('../..', import.meta.url)));
    const { httpHost: host, httpPort: port, triggerToken, githubWebhookSecret: webhookSecret } = env;
    const onPush = merges.wake;
    const shared = { app, log, version, metrics, now: Date.now, onPush };
    const server = await startServer({ host, port, triggerToken, webhookSecret, ...shared });
    log.info({ version, host, port: server.port }, 'Driftwatch is ready');
    onReady();
    const lost = await Promise.race([gateway.lost, lease.lost, stopped]);
    closings.push(server.close());
    if (lost) throw lost;
    return 0;
  } finally {
    problems.stop();
    acting?.close();
    merges.close();
    watch?.close();
    closings.push(manifest.close());
    drill.close();
    // In parallel: each gives open requests about 2 s.
    await Promise.all([...closings, schedule.stop(), gateway.close(), outbox.close(), board?.close()]);
    recorder.close();
    await close();
  }
}
