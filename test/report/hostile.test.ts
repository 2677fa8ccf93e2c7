import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import { formats } from '../../src/report/formats.ts';
import { aFinding, aMachineState, aReport, aServiceState } from '../support/builders.ts';
import { rounds } from '../support/property-time.ts';

const plain = { color: false };

const text = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom('\u001B]0;owned\u0007', '\u009B31m', '\u202Etxt', '```', '<![CDATA[', ']]>', '\r\n'),
  )
  // As a key of evidence, which are our own words, the schema drops it.
  .filter((text) => text !== '__proto__');
const anyReport = fc
  .record({ summary: text, name: text, command: text, error: text })
  .map(({ summary, name, command, error }) =>
    aReport({
      findings: [
        aFinding({
          summary,
          service: name,
          expected: summary,
          actual: command,
          evidence: { [name]: [command, error], trees: [{ command, [error]: 1 }] },
        }),
      ],
      services: [
        aServiceState({ name, status: 'unknown' }),
        aServiceState({ name: error, status: 'in_sync' }),
      ],
      machines: [aMachineState({ error, status: 'partial' })],
    }),
  );

describe('whatever was observed', () => {
  it('no rendering holds a character that a terminal obeys or hides', () => {
    fc.assert(
      fc.property(anyReport, fc.constantFrom('text', 'json', 'junit', 'markdown'), (report, format) => {
        const shown = formats[format](report, plain);
        expect(shown.replaceAll('\n', '').replaceAll('\u200B', '')).not.toMatch(
          /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u,
        );
      }),
      { numRuns: rounds(1000) },
    );
  });

  it('JUnit stays well-formed: every angle bracket is our own', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const inside = formats
          .junit(report, plain)
          .replaceAll(
            /<\/?(?:testsuites?|testcase|failure|error)(?: [a-z]+="[^"<>]*")*\/?>|<\?xml [^>]*\?>/g,
            '',
          );
        expect(inside).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|apos);)/);
      }),
      { numRuns: rounds(1000) },
    );
  });

  it('JSON gives the report back', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        expect(JSON.parse(formats.json(report, plain))).toEqual(JSON.parse(withoutAffects(report)));
      }),
    );
  });
});

/** Only the bot itself decides by it. */
function withoutAffects(report: Report): string {
  return JSON.stringify(report, (key, value: unknown) => (key === 'affects' ? undefined : value));
}
