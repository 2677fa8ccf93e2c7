/** The parsed text of a lock. */
export type LockText = {
  pid: number;
  /** a key names it, or it is the only number, or it is alone on the first line */
  sure: boolean;
  /** other numbers that may be pids, if nothing says which one is */
  others: number[];
  /** the machine that the text names next to it */
  host: string | null;
};

/** Linux has no higher pid (PID_MAX_LIMIT), macOS and the BSDs none above 99,999. */
const LARGEST_PID = 4_194_304;

/**
 * The pid that a lockfile's text names. A key `pid` wins, in JSON, YAML or `key=value`, also further down. Then the
 * forms that hold a host: `host-pid` (Chromium), `host:pid` (Mercurial), `address:+pid` (Firefox), `user@host.pid:boot`
 * (Emacs). Then a number by itself, as on the first line of PostgreSQL's `postmaster.pid`.
 * @returns null if there is none
 */
export function readLockText(text: string): LockText | null {
  const plain = text.trim();
  const parsed = jsonOf(plain);
  const host = parsed === null ? null : textUnder(parsed, isHostKey);
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
  /^(?<pid>\d+)\s+(?<host>[\w.-]*[A-Za-z][\w.-]*)$/,
];

function hostForm(text: string): LockText | null {
  for (const form of hostForms) {
    const { host = null, pid = '' } = form.exec(text)?.groups ?? {};
    const number = pidOf(pid);
    if (number !== null) return { pid: number, sure: true, others: [], host };
  }
  return null;
}

/** Standalone whole numbers: not part of a date, an address, a version or a name. */
function numbersIn(text: string, structured: boolean, host: string | null): LockText | null {
  const found = [...text.matchAll(/(?<![\w.+-]|\d:)\d+(?![\w-]|\.\d|:\d)/g)];
  const numbers = [...new Set(found.flatMap(([digits]) => pidOf(digits) ?? []))];
  const [first] = numbers;
  if (first === undefined) return null;
  const alone = /^\d+\s*(?:\n|$)/.test(text) && pidOf(/^\d+/.exec(text)?.[0] ?? '') === first;
  // `version=1`: the number of something else.
  const labelled = structured || found.some(({ index }) => /[:=]\s*["']?$/.test(text.slice(0, index)));
  const sure = alone || (numbers.length === 1 && !labelled);
  return { pid: first, sure, others: numbers.slice(1), host };
}

function pidOf(value: unknown): number | null {
  const digits = typeof value === 'number' ? String(value) : value;
  if (typeof digits !== 'string' || !/^\s*\d{1,40}\s*$/.test(digits)) return null;
  const number = Number(digits);
  return number > 0 && number <= LARGEST_PID ? number : null;
}

/** `pid`, `PID`, `main_pid`, `serverPid`, `process-id`; a parent's is somebody else's. */
const pidKey = /^(?:(?<of>[\w.-]*?)[_.-]?)(?:pid|process[_ -]?id)$/i;

function isPidKey(key: string): number {
  const of = pidKey.exec(key.trim())?.groups?.['of'];
  if (of === undefined || /^p$|parent|child/i.test(of)) return 0;
  if (of === '') return 2;
  // `rapid` is no pid.
  return /[_.-](?:pid|process[_ -]?id)$|(?:Pid|PID|ProcessId)$/.test(key.trim()) ? 1 : 0;
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
