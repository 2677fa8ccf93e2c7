import { randomBytes } from 'node:crypto';
import { drillBulletin } from '../report/drill.ts';
import { withEntries } from '../report/living/follow.ts';
import type { Drill, Ledger } from '../store/ledger.ts';
import { UserError } from '../text/user-error.ts';
import { epochMs, isoInstant } from '../time/instant.ts';
import { alertsOf } from './alerts-of.ts';
import type { RecorderOptions } from './recorder.ts';
import type { Driller } from './driller.ts';

/** How long it is shown as open, so that people see it red. */
const STANDS_MS = 15_000;
/** What has not arrived by then did not come through. */
const LOST_MS = 600_000;
const LOOK_MS = 3000;

type Options = Pick<RecorderOptions, 'ledger' | 'messagesOf' | 'now' | 'onStored'> & {
  approverRoles: readonly string[];
  /** ms between two looks whether it is over; default 3000 */
  lookMs?: number;
};

/**
 * A drill goes the way of an alert: stored with its messages in one write, posted with the mention, paged, and edited
 * when it is over. It is in no report and no history, and is no finding.
 */
export function createDrill(options: Options) {
  const { ledger, messagesOf, now, onStored, approverRoles, lookMs = LOOK_MS } = options;
  let timer: NodeJS.Timeout | null = null;

  /** @returns the channels through which it goes */
  async function begin({ name, roles }: Driller): Promise<string[]> {
    if (roles !== null && !roles.some((role) => approverRoles.includes(role)))
      throw new UserError('Only approvers may start a drill: it wakes people.');
    const channels = await ledger.update((value) => {
      if (value.drill && value.drill.over_at === null)
        throw new UserError('A drill is running. Its message in the logs channel says when it ends.');
      const at = isoInstant(now());
      const id = randomBytes(4).toString('hex');
      const told = messagesOf(drillBulletin(id, name, at, false), value.living);
      if (told.messages.length === 0)
        throw new UserError(
          'A drill reaches nobody: no alert channel is set up. driftwatch doctor says which keys are missing.',
        );
      const outbox = [...value.outbox, ...alertsOf(told.messages, id, now())];
      const drill = { id, by: name, at, over_at: null, arrived: [] };
      return {
        value: { ...value, living: [...told.living], outbox, drill },
        result: channelsIn(told.messages),
      };
    });
    onStored();
    later();
    return channels;
  }

  /** Also at the start: a drill that a restart interrupted is ended all the same. */
  async function step(): Promise<void> {
    const { drill } = await ledger.read();
    if (drill === null || drill.over_at !== null) return;
    const ended = await ledger.update((value) => {
      const next = ending(value, drill);
      return { value: next ?? value, result: next !== null };
    });
    if (ended) onStored();
    else later();
  }

  function ending(value: Ledger, drill: Drill): Ledger | null {
    const age = now() - epochMs(drill.at);
    const waiting = value.outbox.filter(({ id }) => id.startsWith(`${drill.id}-`));
    if (age < STANDS_MS || (waiting.length > 0 && age < LOST_MS)) return null;
    const at = isoInstant(now());
    const told = messagesOf(drillBulletin(drill.id, drill.by, drill.at, true), value.living);
    const living = told.living.map((alert) =>
      alert.id !== drill.id
        ? alert
        : withEntries(alert, (entry) => ({
            ...entry,
            finding: null,
            ended: { at, trigger: null, fix: null, drill: true as const },
          })),
    );
    const lost = channelsIn(waiting);
    const sent = messagesOf(drillBulletin(drill.id, drill.by, drill.at, false), []).messages;
    const arrived = channelsIn(sent).filter((channel) => !lost.includes(channel));
    const outbox = [...value.outbox, ...alertsOf(told.messages, `${drill.id}-over`, now())];
    return { ...value, living, outbox, drill: { ...drill, over_at: at, arrived } };
  }

  function later(): void {
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => void step().catch(later), lookMs);
    timer.unref();
  }

  return { begin, resume: later, close: () => timer && clearTimeout(timer) };
}

function channelsIn(messages: readonly { channel: string }[]): string[] {
  return [...new Set(messages.map(({ channel }) => channel))];
}
