import type { Ending, Entry } from '../../src/report/living/living-alert.ts';
import type { Trigger } from '../../src/report/report.ts';
import { epochMs, humanDuration } from '../../src/time/instant.ts';
import { inert } from '../escape.ts';
import { dayTime } from '../finding/instants.ts';

const NAME_MAX = 60;

const looked: Record<Trigger, string> = {
  cli: 'a check on the command line',
  command: 'a check in Discord',
  schedule: 'the scan',
  merge: 'the check after a merge',
  api: 'a triggered check',
  watch: 'the watch',
};

/** `stood 12m, fixed by the restart that @ada approved`, `stood 3d 4h, gone by the scan of 18:00`. */
export function endingText({ first_seen }: Pick<Entry, 'first_seen'>, ended: Ending): string {
  const stood = `stood ${humanDuration((epochMs(ended.at) - epochMs(first_seen)) / 1000)}`;
  return `${stood}, ${causeOf(ended)}`;
}

function causeOf({ at, trigger, fix, drill }: Ending): string {
  if (fix) {
    const action = inert(fix.action.replace(/-.*$/, ''), NAME_MAX);
    return `${fix.verified ? 'fixed by' : 'gone after'} the ${action} that ${person(fix.by)} approved`;
  }
  if (trigger === null) return drill ? 'the drill is over' : 'no longer in the manifest';
  return `gone by ${looked[trigger]} of ${dayTime(at)}`;
}

function person({ id, name }: { id: string; name: string }): string {
  return /^\d{17,20}$/.test(id) ? `<@${id}>` : inert(name, NAME_MAX) || 'somebody';
}
