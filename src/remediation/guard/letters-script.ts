import { letters } from './letters.ts';

/**
 * sh that prints every line, and each line with non-ASCII characters once more: characters that look like a letter of a
 * trading word become that letter, others become `?`: `readings`. src/inventory/trading/look-alikes.ts reads names alike.
 */
export const lettersScript = `readings() {
  first=$(printf '[\\302-\\364]') more=$(printf '[\\200-\\277]*')
  sed -nE "p
/[^[:cntrl:] -~]/!b
s/[?]/ /g
${[...letters].map(([letter, alike]) => `s/(${alike.join('|')})/${letter}/g`).join('\n')}
s/$first$more/?/g
p"
}
`;
