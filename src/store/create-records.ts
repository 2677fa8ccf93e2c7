import type { Manifest } from '../inventory/manifest.ts';
import { didYouMean } from '../inventory/text/nearest.ts';
import { asAcknowledged } from '../report/lifecycle.ts';
import type { Document } from './document.ts';
import { readHistory } from './history.ts';
import type { History } from './history.ts';
import { createSilences } from './silences.ts';
import type { Push, Records } from './records.ts';
import type { Ledger, Merge } from './ledger.ts';
import type { OpenFinding } from '../findings/open-finding.ts';
import { withAcknowledgements, withAnswerMessage, withFix, withThreadStep } from './living-alerts.ts';
import { isoInstant } from '../time/instant.ts';
import { UserError } from '../text/user-error.ts';

/** At most this many deliveries are stored: GitHub redelivers only those of the last three days. */
const DELIVERIES = 4000;

/** What the bot stores between audits; every change is one write. */
export function createRecords(
  ledger: Document<Ledger>,
  history: Document<History>,
  now: () => number,
  onStored: () => void = () => {},
): Records {
  async function openFindings() {
    const known = (await ledger.read()).standing.filter(({ suspect }) => !suspect);
    return known.map((each) => asAcknowledged(each, isoInstant(now())));
  }

  async function acknowledge(...[id, by, reason, until]: Parameters<Records['acknowledge']>) {
    const known = await ledger.update((value) => {
      const found = value.standing.find(({ finding }) => finding.id === id);
      if (!found) {
        const ids = value.standing.map(({ finding }) => finding.id);
        throw new UserError(`Finding ${id} is not open${didYouMean(id, ids)}. Choose one from the list.`);
      }
      const { severity } = found.finding;
      const copies = found.persisting?.ids.length ?? null;
      const times = { at: isoInstant(now()), until: isoInstant(until) };
      const acknowledged = { by, reason, ...times, severity, copies };
      const next = value.standing.map((each) => (each === found ? { ...each, acknowledged } : each));
      return {
        value: withAcknowledgements({ ...value, standing: next }, now()),
        result: found.finding,
      };
    });
    onStored();
    return known;
  }

  async function change(to: (value: Ledger) => Ledger) {
    await ledger.update((value) => ({ value: to(value), result: null }));
    onStored();
  }

  async function schedule(firstDue: number) {
    return await ledger.update((value) => {
      const due = value.schedule.due ?? isoInstant(firstDue);
      const next = { ...value.schedule, due };
      return { value: due === value.schedule.due ? value : { ...value, schedule: next }, result: next };
    });
  }

  async function scanBegins(due: string) {
    await ledger.update((value) => ({
      value: { ...value, schedule: { ...value.schedule, begun: due } },
      result: null,
    }));
  }

  async function watchMerge(push: Push, services: Manifest['services']) {
    const at = now();
    const { delivery, commit, before = null } = push;
    return await ledger.update((value) => {
      // A captured delivery may be replayed under another id, which is not signed.
      const ids = [delivery, identityOf(push)];
      if (value.deliveries.some(({ id }) => ids.includes(id))) return { value, result: false };
      const pushed = services.map(({ name, deploy_grace_ms }): Merge => {
        const until = isoInstant(at + deploy_grace_ms);
        return { service: name, commit, before, pushed_at: isoInstant(at), until, announced: false };
      });
      const names = new Set(pushed.map(({ service }) => service));
      // A newer push replaces an older one: only the branch's head counts.
      const merges = [...value.merges.filter(({ service }) => !names.has(service)), ...pushed];
      const taken = ids.map((id) => ({ id, at: isoInstant(at) }));
      const deliveries = [...value.deliveries, ...taken].slice(-DELIVERIES);
      return { value: { ...value, merges, deliveries }, result: true };
    });
  }

  return {
    ...createSilences(ledger, now, onStored),
    openFindings,
    acknowledge,
    fixed: (fix) => change((value) => withFix(value, fix, now())),
    stepped: (finding, step) => change((value) => withThreadStep(value, finding, step)),
    answered: (report, message) => change((value) => withAnswerMessage(value, report, message)),
    unconfirmed: async () => (await ledger.read()).standing.some(isUnconfirmed),
    history: () => readHistory(ledger, history),
    schedule,
    scanBegins,
    watchMerge,
    merges: async () => (await ledger.read()).merges,
  };
}

/**
 * The identity of a push, from signed fields only: the same commit on the same branch is not a new push, unless the branch
 * was reset to an earlier commit.
 */
function identityOf({ repo, branch, commit, before = '', at = '' }: Push): string {
  return [repo.toLowerCase(), branch, commit, before, at].join(' ').trimEnd();
}

/** Seen once, missed once, or more copies than were reported. */
function isUnconfirmed({ suspect, misses, persisting, copies, acknowledged }: OpenFinding): boolean {
  if (suspect) return misses === 0;
  const known = acknowledged ? acknowledged.copies : copies;
  return misses > 0 || (persisting !== null && known !== null && persisting.ids.length > known);
}
