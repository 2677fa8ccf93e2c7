/** Letters, digits and what base64 has besides them. What follows `sha256:` or `SHA256:` is a digest, which is public. */
const candidate = /(?<!\bsha\d{1,3}[:-]|[\w+/-])[\w+/-]{20,}={0,2}(?![\w+/-])/gi;
/** As people write names: a word, capitals that belong together, a number. */
const part = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g;
/** RFC 4648, 6: what one-time passwords and keys of NATS are made of. */
const base32 = /(?<![\w+/-])(?=(?:[A-Z]*[2-7]){3})[A-Z2-7]{26,}={0,6}(?![\w+/-])/g;

/**
 * The text without what only chance makes: keys and tokens whose issuer no list knows. Hashes in hex, names and paths
 * stay.
 */
export function withoutRandom(text: string, hidden: string): string {
  return text
    .replaceAll(candidate, (run) => {
      // Of base64's two alphabets one has `/` and `+`, the other `-` and `_`: a path that has both is cut there.
      if (/^sha\d{1,3}-/i.test(run)) return run;
      if (!run.includes('/')) return isRandom(run) ? hidden : run;
      return run.replaceAll(/[^_-]{28,}/g, (word) => (isRandom(word) ? hidden : word));
    })
    .replaceAll(base32, (word) => (/^[A-F\d]+$/.test(word) ? word : hidden));
}

/**
 * Chance changes between small letters, capitals and digits all the time: most of its parts are a letter or two, or a
 * number amid letters. A name is made of words, and a path has a slash every few letters, where chance has one in 64.
 */
function isRandom(word: string): boolean {
  if (/^0?x?[\da-f]+$/i.test(word) || !/[a-z]/.test(word) || !/[A-Z]/.test(word)) return false;
  if ((word.match(/\//g)?.length ?? 0) > Math.max(2, word.length / 12)) return false;
  let [short, long] = [0, 0];
  for (const { 0: found, index } of word.matchAll(part)) {
    const isNumber = /\d/.test(found);
    const isAmid =
      /[A-Za-z]/.test(word[index - 1] ?? '') && /[A-Za-z]/.test(word[index + found.length] ?? '');
    if (isNumber ? isAmid : found.length <= 2) short += 1;
    else if (!isNumber && found.length >= 4) long += 1;
  }
  return short >= (word.length < 28 ? 6 : 5) && short > 1.4 * long;
}
