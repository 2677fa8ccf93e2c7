import { pidOf } from './pid-of.ts';

/** The numbers of a text that may be pids, in order. */
export type LockNumbers = {
  numbers: number[];
  /** one of them stands behind a key: `version=1` */
  labelled: boolean;
  /** nothing stands before the first */
  isFirst: boolean;
};

/** Standalone whole numbers: not part of a date, an address, a version, a path or a name. */
const STANDALONE = /(?<![\w.+/-]|\d:)\d+(?![\w/-]|\.\d|:\d)/g;
/** `date`, Java's properties, and the like: only numbers such as these are then days and years, other numbers may still be pids. */
const HAS_DATE =
  /(?:^|[\s#,])(?:jan|feb|mar|m.{1,2}r|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]*[\s,.]|\d:\d\d/i;
const OF_DATE = /^(?:0?[1-9]|[12]\d|3[01]|19\d\d|20\d\d)$/;
/** What the word before a number says that it is, if that is no pid. */
const NO_PID =
  /^(?:.*[_-])?(?:p?port|ports|version|ver|v|uptime|time|timestamp|ts|started|since|count|uid|gid|size|level|retries|attempts?|ppid|parent|ttl|timeout|seq|build|schema|line|mode|(?:old|last|prev|previous|former|child|parent)[_-]?pid)$/i;

/** @param structured JSON: only whole values count */
export function numbersOf(text: string, structured: boolean): LockNumbers {
  const dated = HAS_DATE.test(text) && !/^\d+\s*(?:\n|$)/.test(text);
  const found = [...text.matchAll(STANDALONE)].filter(({ 0: digits, index }) => {
    const [before, after] = [text.slice(Math.max(0, index - 60), index), text.slice(index + digits.length)];
    if (structured && !(/[:[,]\s*"?$/.test(before) && /^"?\s*[,}\]]/.test(after))) return false;
    const word = /(?<word>[A-Za-z][\w-]*)["']?\s*[:=#]?\s*["'(]?$/.exec(before)?.groups?.['word'];
    return !(dated && OF_DATE.test(digits)) && !NO_PID.test(word ?? '');
  });
  return {
    numbers: [...new Set(found.flatMap(([digits]) => pidOf(digits) ?? []))],
    labelled: found.some(({ index }) => /[:=]\s*["']?$/.test(text.slice(0, index))),
    isFirst: /^\W*$/.test(text.slice(0, found[0]?.index ?? 0)),
  };
}
