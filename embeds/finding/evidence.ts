import type { APIEmbedField } from 'discord.js';
import { fullEvidence } from '../../src/report/evidence.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { epochMs } from '../../src/time/instant.ts';
import { absolute } from './instants.ts';
import { toldBy } from './facts.ts';
import { unlinked } from './finding.ts';
import { fits, inert } from '../escape.ts';
import { lineFields } from '../limits.ts';

const LINES = 20;
const LINE_MAX = 300;

/**
 * What a rule expected, what it saw, and its evidence, as fields. `whole` is false if the fields leave something out;
 * the attached file has it.
 */
export function evidenceFields({ type, expected, actual, evidence }: Finding): {
  fields: APIEmbedField[];
  whole: boolean;
} {
  const told = toldBy(type);
  const shown = Object.entries(unlinked(evidence)).filter(
    ([key, value]) => !told.has(key) && !isZero(key, value),
  );
  const rest = Object.fromEntries(shown);
  const lines = [
    ...(expected === null || told.has('expected') ? [] : [`expected: ${expected}`]),
    ...(actual === null || told.has('actual') ? [] : [`actual: ${actual}`]),
    ...fullEvidence(expected === null ? rest : { ...rest, expected: null }),
  ];
  const left = lines.length - LINES;
  const bullets = lines.slice(0, LINES).map((line) => `• ${readable(inert(line, LINE_MAX))}`);
  const more = left > 0 ? [`… ${left} more in report.md`] : [];
  const whole = left <= 0 && lines.every((line) => fits(line, LINE_MAX));
  return { fields: lineFields('Evidence', [...bullets, ...more]), whole };
}

/** A count of 0 is no news; an exit code of 0 is. */
function isZero(key: string, value: unknown): boolean {
  return value === 0 && !/exit|status/.test(key);
}

/** Shortens commits and checksums; shows instants on the reader's clock. @param text safe to show */
function readable(text: string): string {
  return text
    .replaceAll(/\b(?:[0-9a-f]{40}|[0-9a-f]{64})\b/g, (sha) => sha.slice(0, 7))
    .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (at) =>
      Number.isNaN(epochMs(at)) ? at : absolute(at),
    );
}
