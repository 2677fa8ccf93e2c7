import { messagesOf } from '../alerting/messages-of.ts';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { Channel } from '../alerting/channel.ts';
import { createApp } from './create-app.ts';
import type { App } from '../app.ts';
import { createAudits } from '../audit/audits.ts';
import type { WatchState } from '../report/watch-state.ts';
import type { AuditTools } from '../audit/tools.ts';
import { createGitClient } from '../clients/git/git.ts';
import { createGitHubClient } from '../clients/github/github.ts';
import { createHttpClient } from '../clients/http/http.ts';
import { createRepositoryClient, githubPage } from '../clients/repository/repository-for.ts';
import { openSshConfig } from '../clients/ssh/config-file.ts';
import { createSshClient } from '../clients/ssh/ssh.ts';
import { comparing } from '../comparison/index.ts';
import { driftwatchRelease } from './driftwatch-release.ts';
import { accessOf } from './ssh-access.ts';
import type { Env } from '../env/env.ts';
import { createManifestSource } from '../inventory/load.ts';
import { createDrill } from '../audit/drill.ts';
import { createRecorder } from '../audit/recorder.ts';
import type { RecorderOptions } from '../audit/recorder.ts';
import type { Fleet } from './fleet.ts';
import { withHeapRoom } from './heap-room.ts';
import type { Remediation } from '../remediation/remediation.ts';
import { createRecords } from '../store/create-records.ts';
import { stateFile } from '../text/state-file.ts';
import type { SiteEvents } from '../facts/site-events.ts';
import { createSites } from '../sites/site-client.ts';
import type { Memory } from './memory.ts';

// The composition root's part that the bot and a single audit share: only main.ts and run-bot.ts import it.

/** Findings about Driftwatch itself, if any. */
type Own = Pick<AuditTools, 'own'>;

/** What the bot does with each audit. */
export type Watching = Own & {
  channels: readonly Channel[];
  onStored: () => void;
  onReport: NonNullable<Parameters<typeof createAudits>[1]['onReport']>;
  watching: () => WatchState | null;
  siteEvents: SiteEvents;
};

/**
 * Builds every client, the audits, and `appWith`, which makes the App. A bot's audits change the state; others only read
 * it. `close` ends everything that would keep the process alive.
 */
export function wire(env: Env, memory: Memory, user: Watching | Own) {
  const watching = 'channels' in user ? user : null;
  const access = accessOf(env);
  const ssh = createSshClient(access);
  const http = createHttpClient();
  const repository = createRepositoryClient({
    github: createGitHubClient({ token: env.githubToken, baseUrl: env.githubApiUrl, cache: memory.answers }),
    git: createGitClient({
      cacheFolder: join(dataFolder(env), 'git'),
      ssh: { keyPath: env.sshKeyPath, knownHostsPath: env.sshKnownHostsPath },
    }),
    githubApiUrl: env.githubApiUrl,
  });
  const { queueUrl, siteKey } = env;
  const events = watching?.siteEvents ?? {};
  const sites = createSites({ queueUrl, siteKey, release: driftwatchRelease, now: Date.now, events });
  const source = createManifestSource(env.manifestPath);
  const { ledger, history } = memory;
  const messages: RecorderOptions['messagesOf'] = (bulletin, living) =>
    messagesOf(watching?.channels ?? [], bulletin, living);
  const onStored = watching?.onStored ?? (() => {});
  const approverRoles = env.discordApproverRoleIds;
  const drill = createDrill({ ledger, messagesOf: messages, now: Date.now, onStored, approverRoles });
  const recorder = createRecorder({
    ledger,
    history,
    messagesOf: messages,
    timezone: env.scanTimezone,
    now: Date.now,
    warning: async () => (await source.current()).warning,
    onStored,
    moves: watching !== null,
  });
  const tools = {
    clients: { ssh, http, repository: () => repository, sites },
    comparing,
    sshUser: env.sshUser ?? userInfo().username,
    sshConfig: openSshConfig(env.sshConfigPath),
    sshConcurrency: env.sshConcurrency,
    now: Date.now,
    ...(user.own ? { own: user.own } : {}),
  };
  const audits = createAudits(source, {
    ...tools,
    recorder,
    onReport: watching?.onReport ?? (() => {}),
    during: withHeapRoom,
  });
  const records = createRecords(ledger, history, Date.now, watching?.onStored);
  const appWith = (remediation: Remediation | null): App =>
    createApp(source, {
      audits,
      ...(watching ? { drill: drill.begin } : {}),
      records,
      remediation,
      timezone: env.scanTimezone,
      webOf: (repo) => githubPage(repo, env.githubApiUrl),
      watching: watching?.watching ?? (() => null),
    });
  return {
    appWith,
    audits,
    records,
    fleet: { source, audit: tools, ssh: access } satisfies Fleet,
    source,
    clients: { ssh, http, repository, sites },
    recorder,
    drill,
    close: async () => {
      ssh.close();
      await sites.close();
      await http.close();
    },
  };
}

/** The folder for copies of git histories: next to the state file, else in the system's temporary folder. */
function dataFolder(env: Env): string {
  const file = stateFile(env.stateUrl);
  return file === null ? join(tmpdir(), `driftwatch-${userInfo().uid}`) : dirname(file);
}
