import { describe, expect, it } from 'vitest';
import { findingField } from '../../../embeds/finding/finding.ts';
import { usualFindings } from '../../support/findings/usual.ts';
import { readAs } from '../../support/embeds/read-as.ts';

const LINE = 48;
/** The lesson's own sentence is kept whole, and so are fingerprints, which people compare digit by digit. */
const most = (type: string) => ({ git_drift: 7, host_key_changed: 8, host_key_unknown: 6 })[type] ?? 5;

/** A text in lines of at most 48 characters, broken between words as a phone does. */
function wrapped(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const rows = [''];
    for (const word of line.split(' ')) {
      const longer = `${rows.at(-1)} ${word}`.trim();
      if (longer.length <= LINE) rows.splice(-1, 1, longer);
      else rows.push(word);
    }
    return rows;
  });
}

describe('a finding in an embed', () => {
  it.each(usualFindings.map((finding) => [finding.type, finding] as const))(
    'takes at most five lines of a phone: %s',
    (type, finding) => {
      const { name, value } = findingField(finding);
      const lines = wrapped(readAs(`${name}\n${value}`));
      expect(lines.slice(most(type))).toEqual([]);
    },
  );
});
