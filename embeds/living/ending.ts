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

/** `open for 12m, fixed by the restart that @ada approved`, `open for 3d 4h, gone as of the scan at 18:00`. */
export function endingText({ first_seen }: Pick<Entry, 'first_seen'>, ended: Ending): string {
  const open = `open for ${humanDuration((epochMs(ended.at) - epochMs(first_seen)) / 1000)}`;
  return `${open}, ${causeOf(ended)}`;
}

function causeOf({ at, trigger, fix, drill }: Ending): string {
  if (fix) {
    const action = inert(fix.action.replace(/-.*$/, ''), NAME_MAX);
    return `${fix.verified ? 'fixed by' : 'gone after'} the ${action} that ${person(fix.by)} approved`;
  }
  if (trigger === null) return drill ? 'the drill is over' : 'no longer in the manifest';
  return `gone as of ${looked[trigger]} at ${dayTime(at)}`;
}

function person({ id, name }: { id: string; name: string }): string {
  return /^\d{17,20}$/.test(id) ? `<@${id}>` : inert(name, NAME_MAX) || 'somebody';
}
