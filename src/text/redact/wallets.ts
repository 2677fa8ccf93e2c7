import { wordlist } from '@scure/bip39/wordlists/english.js';

const base58 = '[1-9A-HJ-NP-Za-km-z]';
/** Characters around a key that are no part of it. */
const alone = (shape: string) => new RegExp(`(?<![\\w/+])${shape}(?![\\w/+])`, 'g');

/** Private keys of wallets, by their written forms. A transaction's hash looks as an Ethereum key does. */
const walletKeys = [
  /\b0x[\da-f]{64}\b/gi,
  // 32 bytes and more in hex. A digest says that it is one: `sha256:…`, and `file:…` in the history of an image. A
  // folder of that name and what `--id` says is a container, a layer or a build.
  /(?<!\bsha\d{3}[:=-]|\b(?:file|dir|multi):|[\w-]|\bid[=\s])(?!(?<=\/)[\da-f]+\/)[\da-fA-F]{64,}(?![\w-])/g,
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

/** The bytes of a key as numbers. A list that rises, or begins to repeat at once, is none: processors, ports, bits. */
const numbers = /(?<![\w.,-])\d{1,3}(?:\s?,\s?\d{1,3}){31,127}(?![\w.-])/g;

/** The text without private keys. */
export function withoutWalletKeys(text: string, hidden: string): string {
  let shown = text;
  for (const key of walletKeys) shown = shown.replaceAll(key, hidden);
  return shown.replaceAll(numbers, (list) => (isChance(list.split(',').map(Number)) ? hidden : list));
}

function isChance(bytes: number[]): boolean {
  const falls = bytes.filter((byte, at) => at > 0 && byte < (bytes[at - 1] ?? 0)).length;
  return (
    bytes.every((byte) => byte < 256) && falls >= bytes.length / 4 && new Set(bytes).size > bytes.length / 2
  );
}

// BIP 39: four letters identify a word, and some people write no more.
const words = new Set(wordlist.flatMap((word) => [word, word.slice(0, 4)]));
const SHORTEST_PHRASE = 12;
/** Of 12 words drawn from 2048, fewer than this differ once in 10^17 phrases. */
const FEWEST_DIFFERENT = 6;
const run = new RegExp(
  `[a-z]{3,8}(?:[\\s,;:_"'.()\\d%+|/\\\\-]{1,6}[a-z]{3,8}){${SHORTEST_PHRASE - 1},}`,
  'gi',
);

/** The words of a phrase as one name: AbandonAbilityAble… */
const glued = new RegExp(`(?:[A-Z][a-z]{2,7}){${SHORTEST_PHRASE},}`, 'g');

function isPhrase(name: string): boolean {
  return [...name.matchAll(/[A-Z][a-z]+/g)].every(([word]) => words.has(word.toLowerCase()));
}

/** The same in small letters: abandonabilityable… A shorter run of letters cannot hold so many words. */
const gluedSmall = new RegExp(`(?<![a-z])[a-z]{${3 * SHORTEST_PHRASE},${8 * 24}}(?![a-z])`, 'g');
const whole = new Set(wordlist);

/** Can it be cut into words of the list, 12 or more? `most[at]`: into how many the first `at` letters can. */
function isGlued(letters: string): boolean {
  const most = [0];
  for (let end = 1; end <= letters.length; end += 1)
    for (let from = Math.max(0, end - 8); from <= end - 3; from += 1) {
      const before = most[from];
      if (before !== undefined && whole.has(letters.slice(from, end)))
        most[end] = Math.max(most[end] ?? 0, before + 1);
    }
  return (most[letters.length] ?? 0) >= SHORTEST_PHRASE;
}

type Phrase = { from: number; to: number; count: number; different: Set<string> };

/** The text with every seed phrase of a wallet replaced: 12 words or more in a row, all of BIP 39's list, and not the same few. */
export function withoutSeedPhrases(text: string, hidden: string): string {
  return text
    .replaceAll(glued, (name) => (isPhrase(name) ? hidden : name))
    .replaceAll(gluedSmall, (letters) => (isGlued(letters) ? hidden : letters))
    .replaceAll(run, (passage) => {
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
