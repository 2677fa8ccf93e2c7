import { wordlist } from '@scure/bip39/wordlists/english.js';

const base58 = '[1-9A-HJ-NP-Za-km-z]';
/** What stands on both sides of a key that is no part of it. */
const alone = (shape: string) => new RegExp(`(?<![\\w/+])${shape}(?![\\w/+])`, 'g');

/** Private keys of wallets, by their written forms. A transaction's hash looks as an Ethereum key does. */
export const walletKeys = [
  /\b0x[\da-fA-F]{64}\b/g,
  // 32 bytes and more in hex. A digest says that it is one: `sha256:…`, and `file:…` in the history of an image.
  /(?<!\bsha\d{3}[:=-]|\b(?:file|dir|multi):|[\w-])[\da-fA-F]{64,}(?![\w-])/g,
  // BIP 32: xprv, and SLIP 132's yprv, zprv, tprv …
  alone(`[a-zA-Z]prv${base58}{100,112}`),
  // Bitcoin's wallet import format: 51 characters from a 5, 52 from K or L; 9 and c on the test net
  alone(`(?:[59]${base58}{50}|[KLc]${base58}{51})`),
  // BIP 38, an encrypted key
  alone(`6P${base58}{56}`),
  // Solana: 64 bytes in base58, or as a list of their numbers
  alone(`${base58}{86,88}`),
  /\[\s?\d{1,3}(?:\s?,\s?\d{1,3}){31,127}\s?\]/g,
];

// BIP 39: any four letters tell a word, and some people write no more.
const words = new Set(wordlist.flatMap((word) => [word, word.slice(0, 4)]));
const SHORTEST_PHRASE = 12;
/** Of 12 words drawn from 2048, fewer than this differ once in 10^17 phrases. */
const FEWEST_DIFFERENT = 6;
const run = new RegExp(`[a-z]{3,8}(?:[\\s,;:_"'.()\\d-]{1,6}[a-z]{3,8}){${SHORTEST_PHRASE - 1},}`, 'gi');

type Phrase = { from: number; to: number; count: number; different: Set<string> };

/** The text with every seed phrase of a wallet replaced: 12 words or more in a row, all of BIP 39's list, and not the same few. */
export function withoutSeedPhrases(text: string, hidden: string): string {
  return text.replaceAll(run, (passage) => {
    const found: Phrase[] = [];
    let phrase: Phrase | null = null;
    for (const { 0: word, index } of passage.matchAll(/[a-z]+/gi)) {
      if (!words.has(word.toLowerCase())) phrase = null;
      else {
        phrase ??= { from: index, to: index, count: 0, different: new Set() };
        phrase.count += 1;
        phrase.different.add(word.toLowerCase());
        phrase.to = index + word.length;
        if (phrase.count === SHORTEST_PHRASE) found.push(phrase);
      }
    }
    return found
      .filter(({ different }) => different.size >= FEWEST_DIFFERENT)
      .reduceRight((rest, { from, to }) => rest.slice(0, from) + hidden + rest.slice(to), passage);
  });
}
