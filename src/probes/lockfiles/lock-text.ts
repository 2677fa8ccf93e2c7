import { numbersOf } from './lock-numbers.ts';
import { pidOf } from './pid-of.ts';

/** The parsed text of a lock. */
export type LockText = {
  pid: number;
  /** a key names it, or it is the only number and begins the text, or it is alone on the first line */
  sure: boolean;
  /** other numbers that may be pids, if nothing says which one is */
  others: number[];
  /** the machine that the text names next to it */
  host: string | null;
};

/**
 * The pid that a lockfile's text names. A key `pid` wins, in JSON, YAML or `key=value`, also further down. Then the
 * forms that hold a host: `host-pid` (Chromium), `host:pid` (Mercurial), `address:+pid` (Firefox), `user@host.pid:boot`
 * (Emacs), `pid@host` (HDFS), `pid:host` (LockFile::Simple), `pid;host` (zc.lockfile). Then a number by itself, as on the first line of PostgreSQL's `postmaster.pid`.
 * @returns null if there is none
 */
export function readLockText(text: string): LockText | null {
  const plain = text.trim();
  const parsed = jsonOf(plain);
  const host = parsed === null ? hostIn(plain) : textUnder(parsed, isHostKey);
  const keyed = parsed === null ? keyedIn(plain) : numberUnder(parsed, isPidKey);
  if (keyed !== null) return { pid: keyed, sure: true, others: [], host };
  return hostForm(plain) ?? numbersIn(plain, parsed !== null, host);
}

/** For a lock that is a symbolic link: its target is not a file, but `host-pid` or similar. */
export function readLinkTarget(target: string): LockText | null {
  return hostForm(target.trim()) ?? (/^\d+$/.test(target.trim()) ? readLockText(target) : null);
}

const hostForms = [
  /^[^\s@/]+@(?<host>[^\s/]+)\.(?<pid>\d+)(?::\d+)?$/,
  /^(?<host>[\w.:-]+):\+(?<pid>\d+)$/,
  /^(?<host>[\w.-]*[A-Za-z][\w.-]*)-(?<pid>\d+)$/,
  /^(?<host>[\w.-]*[A-Za-z][\w.-]*)(?:\/[\da-f]+)?:(?<pid>\d+)$/,
  /^(?<host>[\w.-]*[A-Za-z][\w.-]*)\s+(?<pid>\d+)$/,
  /^(?<pid>\d+)(?:\s+|\s*[@:;,]\s*)(?<host>[\w.-]*[A-Za-z][\w.-]*)$/,
];

function hostForm(text: string): LockText | null {
  for (const form of hostForms) {
    const { host = null, pid = '' } = form.exec(text)?.groups ?? {};
    const number = pidOf(pid);
    if (number !== null) return { pid: number, sure: true, others: [], host };
  }
  return null;
}

function numbersIn(text: string, structured: boolean, host: string | null): LockText | null {
  const { numbers, labelled, isFirst } = numbersOf(text, structured);
  const [first] = numbers;
  if (first === undefined) return null;
  const alone = /^\d+\s*(?:\n|$)/.test(text) && pidOf(/^\d+/.exec(text)?.[0] ?? '') === first;
  const sure = alone || (numbers.length === 1 && isFirst && !labelled && !structured);
  return { pid: first, sure, others: numbers.slice(1), host };
}

/** `pid`, `PID`, `main_pid`, `serverPid`, `process-id`; a parent's or an earlier one's is somebody else's. */
const pidKey = /^(?:(?<of>[\w.-]*?)[_.-]?)(?:pid|process[_ -]?id)$/i;

function isPidKey(key: string): number {
  const of = pidKey.exec(key.trim())?.groups?.['of'];
  if (of === undefined || /^p$|parent|child|^(?:old|last|prev|previous|former)$/i.test(of)) return 0;
  if (of === '') return 3;
  // `rapid` is no pid.
  if (!/[_.-](?:pid|process[_ -]?id)$|(?:Pid|PID|ProcessId)$/.test(key.trim())) return 0;
  return /worker/i.test(of) ? 1 : 2;
}

function isHostKey(key: string): number {
  return /^(?:host|host[_ -]?name|node[_ -]?name|machine)$/i.test(key.trim()) ? 1 : 0;
}

/** `pid=4182`, `"pid": "4182"`, `PID 4182`, a line of YAML, or within a sentence: `held by pid 4182`. */
function keyedIn(text: string): number | null {
  const pair =
    /(?<![\w.-])["']?(?<key>[A-Za-z][\w.-]*(?: id)?)["']?\s*(?:[:=#]|=>|\bis\b)?\s*["'(]?(?<pid>\d+)(?![\w-]|\.\d|:\d)/g;
  const found = [...text.matchAll(pair)].flatMap(({ groups }) => {
    const rank = isPidKey(groups?.['key'] ?? '');
    const pid = rank > 0 ? pidOf(groups?.['pid'] ?? '') : null;
    return pid === null ? [] : [{ rank, pid }];
  });
  return found.toSorted((one, other) => other.rank - one.rank)[0]?.pid ?? null;
}

/** `host=web-2`, or `hostname: web-2` on a line of YAML. */
function hostIn(text: string): string | null {
  const pairs = text.matchAll(/(?<![\w.-])(?<key>[A-Za-z][\w-]*)\s*[:=]\s*["']?(?<value>[\w.:-]*\w)/g);
  const found = [...pairs].find(({ groups }) => isHostKey(groups?.['key'] ?? '') > 0);
  return found?.groups?.['value'] ?? null;
}

function jsonOf(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text.trim());
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

type Ranked = (key: string) => number;

/** The nearest to the top, of those the one whose key fits best. */
function under<Value>(root: object, rankOf: Ranked, valueOf: (value: unknown) => Value | null): Value | null {
  for (let level: object[] = [root]; level.length > 0; level = level.flatMap(childrenOf)) {
    const entries = level.flatMap((each) => Object.entries(each));
    const found = entries.flatMap(([key, value]) => {
      const rank = rankOf(key);
      const known = rank > 0 ? valueOf(value) : null;
      return known === null ? [] : [{ rank, known }];
    });
    const best = found.toSorted((one, other) => other.rank - one.rank)[0];
    if (best) return best.known;
  }
  return null;
}

function childrenOf(parent: object): object[] {
  const values: unknown[] = Object.values(parent);
  return values.filter((value) => typeof value === 'object' && value !== null);
}

function numberUnder(root: object, rankOf: Ranked): number | null {
  return under(root, rankOf, pidOf);
}

function textUnder(root: object, rankOf: Ranked): string | null {
  return under(root, rankOf, (value) => (typeof value === 'string' && value !== '' ? value : null));
}
