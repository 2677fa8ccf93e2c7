import { quotable } from '../../text/observed-text.ts';
import { refuse } from '../refusal.ts';
import type { Refusal } from '../refusal.ts';
import type { Evidence } from './evidence.ts';

/** The lines of a part that begin with this word, without the word. */
export function said(evidence: Evidence, part: string, word: string): string[] {
  return linesOf(evidence, part).flatMap((line) =>
    line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : [],
  );
}

export function linesOf({ parts }: Evidence, part: string): readonly string[] {
  return parts.get(part) ?? [];
}

/** Was the last part read to its end? */
export function isWhole(evidence: Evidence): boolean {
  return linesOf(evidence, 'places').at(-1) === 'all';
}

/** Why a restart must not start what it would start, or null. Anything unreadable is a refusal too. */
export function whyNotStart(evidence: Evidence): Refusal | null {
  for (const file of said(evidence, 'unit files', 'file'))
    if (file.endsWith(' unread'))
      return refuse(`${pathIn(file)} could not be read: what it starts is not known`);
  for (const file of said(evidence, 'unit files', 'file')) {
    const named = / names (.+)$/.exec(file)?.[1];
    if (named !== undefined)
      return refuse(
        `its settings in ${pathIn(file)} name ${quotable(named, 80)}, which is a trading bot or something that belongs to one`,
      );
  }
  for (const word of ['program', 'argument']) {
    for (const line of said(evidence, 'programs', word)) {
      if (line.endsWith(' names trading'))
        return refuse(
          `it would start ${pathIn(line)}, which names a trading bot or something that belongs to one`,
        );
      if (line.endsWith(' unread')) return refuse(`it would start ${pathIn(line)}, which could not be read`);
    }
  }
  for (const folder of said(evidence, 'programs', 'shut'))
    return refuse(
      `it works in ${folder}, which the SSH user cannot enter: what its command starts there is not known`,
    );
  return whyClaimed(evidence) ?? whyNotLead(evidence);
}

/** Why it would affect more than itself, through files in its folders or commands to others; or null. */
function whyNotLead(evidence: Evidence): Refusal | null {
  for (const line of said(evidence, 'programs', 'order'))
    return refuse(
      `${pathIn(line)}, in a folder that configures it, names a trading bot or something that belongs to one`,
    );
  for (const line of said(evidence, 'programs', 'drives')) {
    const where = pathIn(line) === 'the-command' ? 'its command' : pathIn(line);
    const what = quotable(line.slice(line.indexOf(' ') + 1).trim(), 60);
    return refuse(`${where} runs “${what}”, which acts on more than this service`);
  }
  for (const line of said(evidence, 'programs', 'image')) {
    const image = quotable(pathIn(line), 120);
    if (line.endsWith(' names trading'))
      return refuse(
        `it makes a container of the image ${image}, which names a trading bot or something that belongs to one`,
      );
    if (line.endsWith(' unread'))
      return refuse(
        `it makes a container of the image ${image}, which the engine does not show: what it starts is not known`,
      );
  }
  for (const line of said(evidence, 'programs', 'shared'))
    return refuse(
      `a stop of ${pathIn(line)} removes what other processes of its user share (RemoveIPC=yes), and others run as ${line.split(' ')[1] ?? ''}`,
    );
  return null;
}

function whyClaimed(evidence: Evidence): Refusal | null {
  const [claimed] = said(evidence, 'places', 'claimed');
  return claimed === undefined
    ? null
    : refuse(`it would touch ${claimed}, which belongs to a trading service`);
}

function pathIn(line: string): string {
  return line.split(' ')[0] ?? '';
}

/** Every word in these texts that may be a name or a path; `shop/web:1` also yields its parts. */
export function wordsIn(texts: readonly string[]): string[] {
  const words = texts.flatMap((text) => text.split(/[\s=;,{}[\]"'()]+/));
  return [...new Set([...words, ...words.flatMap((word) => word.split(':'))])].filter(
    ({ length }) => length > 1,
  );
}
