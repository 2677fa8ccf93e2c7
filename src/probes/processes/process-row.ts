/** The columns of ps(1)'s line: `pid ppid state elapsed user command`. */
export type Row = {
  pid: number;
  ppid: number;
  state: string;
  elapsed: string;
  user: string;
  command: string;
};

const ROW = /^ *(\d{1,10}) +(\d{1,10}) +([A-Za-z?])\S* +(\S+) +(\S+)(?: (.*))?$/s;

const [SPACE, TILDE, ZERO, NINE] = [0x20, 0x7e, 0x30, 0x39];
const LONGEST_PID = 10;

/**
 * Splits a line of a process table. @returns null for one that is none. An audit reads a hundred thousand lines, nearly all
 * of which need no expression.
 */
export function splitRow(line: string): Row | null {
  const pid = blanksEnd(line, 0);
  const pidEnd = wordEnd(line, pid);
  const ppid = blanksEnd(line, pidEnd);
  const ppidEnd = wordEnd(line, ppid);
  const state = blanksEnd(line, ppidEnd);
  const elapsed = blanksEnd(line, wordEnd(line, state));
  const elapsedEnd = wordEnd(line, elapsed);
  const user = blanksEnd(line, elapsedEnd);
  const userEnd = wordEnd(line, user);
  const [own, parent] = [numberIn(line, pid, pidEnd), numberIn(line, ppid, ppidEnd)];
  const isWhole = user < userEnd && (userEnd === line.length || line.charCodeAt(userEnd) === SPACE);
  if (own === null || parent === null || !isWhole || !isState(line.charCodeAt(state)))
    return byExpression(line);
  return {
    pid: own,
    ppid: parent,
    state: line.charAt(state),
    elapsed: line.slice(elapsed, elapsedEnd),
    user: line.slice(user, userEnd),
    command: line.slice(userEnd + 1),
  };
}

/** Decides about all that looks odd. */
function byExpression(line: string): Row | null {
  const [, pid, ppid, state, elapsed, user, command = ''] = ROW.exec(line) ?? [];
  if (state === undefined || elapsed === undefined || user === undefined) return null;
  return { pid: Number(pid), ppid: Number(ppid), state, elapsed, user, command };
}

function blanksEnd(line: string, from: number): number {
  let at = from;
  while (line.charCodeAt(at) === SPACE) at += 1;
  return at;
}

/** Where a word of visible ASCII ends. */
function wordEnd(line: string, from: number): number {
  let at = from;
  while (line.charCodeAt(at) > SPACE && line.charCodeAt(at) <= TILDE) at += 1;
  return at;
}

/** @returns null if these letters are no number of at most ten digits */
function numberIn(line: string, from: number, end: number): number | null {
  if (end === from || end - from > LONGEST_PID) return null;
  let number = 0;
  for (let at = from; at < end; at += 1) {
    const code = line.charCodeAt(at);
    if (code < ZERO || code > NINE) return null;
    number = number * 10 + code - ZERO;
  }
  return number;
}

function isState(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || code === 0x3f;
}
