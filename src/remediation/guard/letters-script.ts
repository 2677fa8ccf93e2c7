import { letters } from './letters.ts';

/**
 * sh that prints every line, and once more each that holds other characters than ASCII's, with those that look like letters
 * of a trading word as these letters, and `?` for the others: `readings`. As src/inventory/trading/look-alikes.ts reads names.
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
