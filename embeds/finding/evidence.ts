import type { APIEmbedField } from 'discord.js';
import { fullEvidence } from '../../src/report/evidence.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { unlinked } from './finding.ts';
import { fits, inert } from '../escape.ts';
import { lineFields } from '../limits.ts';

const LINES = 20;
const LINE_MAX = 300;

/**
 * What a rule expected, what it saw, and all that it says to prove it, as fields. `whole` is false if something of it
 * is left to the file.
 */
export function evidenceFields({ expected, actual, evidence }: Finding): {
  fields: APIEmbedField[];
  whole: boolean;
} {
  const shown = unlinked(evidence);
  const lines = [
    ...(expected === null ? [] : [`expected: ${expected}`]),
    ...(actual === null ? [] : [`actual: ${actual}`]),
    ...fullEvidence(expected === null ? shown : { ...shown, expected: null }),
  ];
  const left = lines.length - LINES;
  const bullets = lines.slice(0, LINES).map((line) => `• ${inert(line, LINE_MAX)}`);
  const more = left > 0 ? [`… ${left} more in report.md`] : [];
  const whole = left <= 0 && lines.every((line) => fits(line, LINE_MAX));
  return { fields: lineFields('Evidence', [...bullets, ...more]), whole };
}
