import { Keyv } from 'keyv';
import type { SshCommand, SshOutcome } from '../../../src/clients/ssh/executor.ts';
import type { Manifest } from '../../../src/inventory/manifest.ts';
import type { Container } from '../../../src/facts/container.ts';
import { Approvals } from '../../../src/remediation/approval.ts';
import type { Approval } from '../../../src/remediation/approval.ts';
import { createRemediationService } from '../../../src/remediation/service.ts';
import { createRecords } from '../../../src/remediation/records.ts';
import type { Tools } from '../../../src/remediation/tools.ts';
import { createDocument } from '../../../src/store/document.ts';
import { REFUSED } from '../../../src/remediation/guard/program.ts';
import type { Entry } from '../../../src/remediation/journal/journal-chain.ts';
import { objectionTo } from '../../../src/remediation/journal/journal-problem.ts';
import { UserError } from '../../../src/text/user-error.ts';
import { epochMs, isoInstant } from '../../../src/time/instant.ts';
import { auditedAt } from '../builders.ts';
import { containerText } from './guard-text.ts';
import { aManifest } from './manifest.ts';
import { approverRole } from './people.ts';
import { reprobedFrom } from './reprobed.ts';

/** A command with the world as it was in that moment. */
export type Run = SshCommand & {
  host: string;
  at: { manifest: Manifest; warning: string | null; held: boolean; now: number };
};

/**
 * A small fleet in memory, with everything real but the machine and Discord. A crash is a world whose old remediation can
 * write, run and show nothing any more.
 */
export function createWorld(manifest: Manifest = aManifest()) {
  // In memory nobody changes what was stored: a sequence of steps need not write it as JSON and read it again each time.
  const keyv = Object.assign(new Keyv(), { serialize: undefined, deserialize: undefined });
  const world = {
    manifest,
    warning: null as string | null,
    now: epochMs(auditedAt),
    held: true,
    sick: new Set(manifest.services.map(({ name }) => name)),
    blind: false,
    /** what is known of the other names of the machine */
    twins: { names: [] as string[], uncertain: null as string | null },
    /** what the machine that is looked at is known by */
    marks: [] as string[],
    containers: {} as Record<string, Partial<Container>>,
    /** what the guard sees otherwise */
    around: {} as Record<string, string[]>,
    audited: [] as string[],
    runs: [] as Run[],
    cards: [] as { id: string; state: string }[],
    journal: [] as Pick<Entry, 'seq' | 'at' | 'event' | 'approval' | 'data'>[],
    /** how many entries of the journal the state knows */
    anchor: 0,
    /** what the script that acts says where it does nothing: it looks once more */
    lastLook: (_command: SshCommand, _name: string): string | null => null,
    /** how the machine answers; by default well, and what ran is cured */
    exec: async (run: Run): Promise<Partial<SshOutcome>> => {
      world.sick.delete(run.argv.at(-1) ?? '');
      return {};
    },
    /** counts down with every step that would be seen outside; at 0 the bot is gone */
    crashIn: Number.POSITIVE_INFINITY,
    generation: 0,
    /** an edit that comes in the middle of something: after so many steps */
    edit: null as { after: number; make: () => void } | null,
  };
  let ids = 0;

  /** One step of a remediation: a dead one takes none. */
  function step(generation: number): void {
    world.crashIn -= 1;
    if (world.crashIn <= 0) world.generation += 1;
    if (world.crashIn <= 0) world.crashIn = Number.POSITIVE_INFINITY;
    if (world.edit) world.edit.after -= 1;
    if (world.edit && world.edit.after <= 0) {
      world.edit.make();
      world.edit = null;
    }
    if (generation !== world.generation) throw new Error('the bot was killed');
  }

  function intact(): void {
    if (world.anchor !== world.journal.length) throw new UserError('the state was restored from a backup');
  }

  /** A bot that has just started. */
  function start(over: Partial<Tools> = {}) {
    const { generation } = world;
    const document = createDocument({
      keyv,
      key: 'approvals',
      schema: Approvals,
      empty: { approvals: [] },
      onBroken: () => {},
    });
    const guarded = {
      read: () => document.read(),
      update: async <Result>(change: (value: Approvals) => { value: Approvals; result: Result }) => {
        step(generation);
        return await document.update(change);
      },
    };
    return createRemediationService({
      source: { current: async () => ({ manifest: world.manifest, notes: [], warning: world.warning }) },
      reprobe: async (_manifest, service) => {
        step(generation);
        return reprobedFrom(world, service);
      },
      queryMachine: async (_manifest, _machine, script) => {
        const name = /^guard .* 'restart' '([^']*)'/m.exec(script)?.[1] ?? '';
        return containerText(name, world.around);
      },
      executor: {
        async exec({ host, port, user }, command) {
          const { edit } = world;
          world.edit = null; // an edit after the last look at the manifest is one after the run
          step(generation);
          world.edit = edit;
          const { manifest, warning, held, now } = world;
          const at = { manifest, warning, held, now };
          const argv = command.argv.slice(command.argv[0] === 'sh' ? 3 : 0);
          const output = world.lastLook(command, argv.at(-1) ?? '');
          if (output !== null)
            return { end: 'exited', status: REFUSED, signal: null, output, truncated: false };
          const run = { ...command, argv, host: `${user}@${host}:${port}`, at };
          world.runs.push(run);
          const answer = await world.exec(run);
          step(generation);
          return { end: 'exited', status: 0, signal: null, output: '', truncated: false, ...answer };
        },
      },
      logins: { sshUser: 'nobody', actionUser: null },
      approverRoles: [approverRole],
      holdsState: () => world.held,
      records: createRecords(guarded, () => world.now),
      journal: {
        async append(event, approval, data) {
          step(generation);
          intact();
          const seq = world.journal.push({ seq: 0, at: isoInstant(world.now), event, approval, data });
          world.anchor = seq;
        },
        finding: async () => null,
        renew: async () => {},
        async objection(approval) {
          intact();
          return approval && objectionTo(approval, world.journal);
        },
      },
      cards: {
        async post(approval) {
          step(generation);
          world.cards.push({ id: approval.id, state: approval.state });
          return { channel: 'logs', message: approval.id };
        },
        async edit(card, approval) {
          step(generation);
          world.cards.push({ id: approval.id, state: approval.state });
          return card;
        },
      },
      audited: async ({ service }) => void world.audited.push(service),
      log: { warn: () => {}, error: () => {} },
      now: () => world.now,
      newId: () => `id-${(ids += 1)}`,
      pause: async () => {},
      ...over,
    });
  }

  async function approvals(): Promise<Approval[]> {
    return ((await keyv.get<Approvals>('approvals')) ?? { approvals: [] }).approvals;
  }

  /** A copy of the current state. @returns a function that restores it, and the journal too if that was copied */
  async function backup(withJournal = false): Promise<() => Promise<void>> {
    const { anchor } = world;
    const entries = [...world.journal];
    const kept = structuredClone(await keyv.get('approvals'));
    return async () => {
      if (kept !== undefined) await keyv.set('approvals', kept);
      else await keyv.delete('approvals');
      world.anchor = anchor;
      if (withJournal) world.journal = entries;
    };
  }

  return Object.assign(world, {
    start,
    approvals,
    backup,
    step,
    async stateOf(id: string) {
      return (await approvals()).find((each) => each.id === id)?.state ?? null;
    },
  });
}
