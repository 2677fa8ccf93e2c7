import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Keyv } from 'keyv';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { openSshConfig } from '../../../src/clients/ssh/config-file.ts';
import type { SshConfigFiles } from '../../../src/clients/ssh/config-file.ts';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import { createSshClient } from '../../../src/clients/ssh/ssh.ts';
import { createSshExecutor } from '../../../src/clients/ssh/exec.ts';
import { resolveManifest } from '../../../src/inventory/resolve.ts';
import { Approvals } from '../../../src/remediation/approval.ts';
import type { Approval } from '../../../src/remediation/approval.ts';
import { createMachineQuery } from '../../../src/remediation/machine/query-machine.ts';
import { createRemediationService } from '../../../src/remediation/service.ts';
import { reprobe } from '../../../src/remediation/machine/reprobe.ts';
import type { ActionName } from '../../../src/findings/action-name.ts';
import { createRecords } from '../../../src/remediation/records.ts';
import { createDocument } from '../../../src/store/document.ts';
import { scene } from '../clients/ssh-scene.ts';
import type { Sshd, SshdOptions } from '../servers/sshd.ts';
import { ada, approverRole, knox } from './people.ts';
import { comparing } from '../../../src/comparison/index.ts';

type File = Parameters<typeof resolveManifest>[0];

/** A remediation over one real machine, `box`: a real sshd, real programs, real files. Only Discord is not there. */
export async function aRealRemediation(
  options: SshdOptions,
  file: Partial<File>,
  late?: () => Promise<unknown>,
) {
  const { sshd } = await scene(options);
  return { sshd, ...aRemediationOver(sshd, file, late) };
}

type Place = Pick<Sshd, 'host' | 'port' | 'user' | 'keyPath' | 'knownHostsPath'>;

/**
 * The same over a machine that runs already.
 * @param late what somebody does between the bot's last look and the script that acts
 */
export function aRemediationOver(
  sshd: Place,
  file: Partial<File>,
  late: () => Promise<unknown> = async () => {},
  sshConfig: SshConfigFiles = openSshConfig(null),
) {
  const access = {
    knownHosts: sshd.knownHostsPath,
    keyPath: sshd.keyPath,
    passphrase: null,
    agentSocket: null,
  };
  const client = createSshClient(access);
  const executor = createSshExecutor(access);
  const http = createHttpClient();
  onTestFinished(async () => {
    client.close();
    executor.close();
    await http.close();
  });
  const machines = { box: { host: sshd.host, port: sshd.port, user: sshd.user } };
  const defaults = { machine: 'box', risk_tier: 'LOW' as const, kind: 'stateless' as const };
  const { manifest } = resolveManifest({ services: [], machines, defaults, ...file });
  const source = { current: async () => ({ manifest, notes: [], warning: null }) };
  const repository = () => {
    throw new Error('nothing here has a repository');
  };
  const tools = {
    clients: { ssh: client, http, repository },
    sshUser: sshd.user,
    sshConfig,
    comparing,
    sshConcurrency: 4,
    now: Date.now,
  };
  const logins = { sshUser: sshd.user, actionUser: null, sshConfig };
  const document = createDocument({
    keyv: new Keyv(),
    key: 'approvals',
    schema: Approvals,
    empty: { approvals: [] },
    onBroken: () => {},
  });
  const journal: string[] = [];
  // The machine acts once for an id, whichever test it came from.
  const ids: string[] = [];
  onTestFinished(() => {
    for (const id of ids) rmSync(`/var/tmp/driftwatch-ran-${id}`, { recursive: true, force: true });
  });
  const remediation = createRemediationService({
    source,
    reprobe: (current, service) => reprobe(current, service, tools),
    queryMachine: createMachineQuery(client, logins),
    executor: {
      async exec(host, command) {
        await late();
        return await executor.exec(host, command);
      },
    },
    logins,
    approverRoles: [approverRole],
    holdsState: () => true,
    records: createRecords(document, Date.now),
    journal: {
      append: async (event, approval, data) => void journal.push(JSON.stringify({ event, approval, data })),
      finding: async () => null,
      renew: async () => {},
      objection: async () => null,
    },
    cards: { post: async () => ({ channel: 'c', message: 'm' }), edit: async (card) => card },
    audited: async () => {},
    log: { warn: () => {}, error: () => {} },
    now: Date.now,
    newId() {
      const id = randomUUID();
      ids.push(id);
      return id;
    },
    pause: (ms) => pause(Math.min(ms, 1000)),
  });

  /** What came of a request that Knox makes and Ada approves; of a blocked one, that. */
  async function remedy(service: string, action: ActionName): Promise<Approval> {
    const asked = await remediation.request({ service, action, finding: null }, knox);
    if (asked.state !== 'requested') return asked;
    await remediation.approve(asked.id, ada);
    const ended = (await document.read()).approvals.find(({ id }) => id === asked.id);
    if (!ended) throw new Error('the approval is gone');
    return ended;
  }
  /** At the card, before anybody clicks. */
  const ask = (service: string, action: ActionName) =>
    remediation.request({ service, action, finding: null }, knox);
  const click = async (id: string) => {
    await remediation.approve(id, ada);
    return (await document.read()).approvals.find((each) => each.id === id);
  };
  return { remedy, ask, click, journal };
}
