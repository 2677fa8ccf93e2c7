import { broken, ok, warning } from './result.ts';
import type { Line } from './result.ts';

// A wrong clock does not affect ages that one side computes alone. It does affect dates of a machine (a process, an image,
// a checkout) that are compared with a commit's date. Around a merge, seconds matter: hence the warning. From five minutes,
// a third of the usual deploy grace, at which TLS and signed requests begin to fail, results would be wrong.
const WARNING_S = 30;
const BROKEN_S = 300;
const SYNCHRONISE =
  'Synchronise the clocks (chronyd, systemd-timesyncd, sntp), there or where Driftwatch runs.';

/**
 * By how much a machine's clock certainly differs from the bot's: it was read at some moment between `asked` and
 * `answered`. @param machine seconds since the epoch; the others in ms
 */
export function clockLines(name: string, machine: number, bot: { asked: number; answered: number }): Line[] {
  const ahead = machine - bot.answered / 1000;
  const behind = bot.asked / 1000 - (machine + 1);
  const off = Math.max(ahead, behind, 0);
  if (off <= WARNING_S) return [ok(`${name} clock`, 'as the clock here')];
  const detail = `${spoken(off)} ${ahead > behind ? 'ahead of' : 'behind'} the clock here`;
  return [(off > BROKEN_S ? broken : warning)(`${name} clock`, detail, SYNCHRONISE)];
}

function spoken(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`;
}
