import type { Section } from '../probe.ts';

/** `deadline`: its time ran out on the machine, after it had printed this. `cut`: it began and never ended. `missing`: it never began. */
export type SectionRead =
  | ({ state: 'complete' } & Section)
  | ({ state: 'deadline' } & Omit<Section, 'status'>)
  | { state: 'cut' }
  | { state: 'missing' };

export type SectionReader = {
  /** `enough` once the last section has ended: later output is not ours. */
  push(chunk: Buffer): 'more' | 'enough';
  section(name: string): SectionRead;
  /** Has any section begun? */
  started(): boolean;
  /** the first bytes outside any section, for people: untrusted text */
  noise(): string;
};

const NOISE_BYTES = 400;
const FRAME_BYTES = 200;

/**
 * Reads what script.ts frames out of a stream, in chunks of any size. What is outside of the frames (a banner,
 * a login shell's chatter) is noise, and so is a frame for a name that is not in `names` or that has ended before.
 * Holds at most `capBytes` of each section; the rest of it is dropped and the section says `truncated`.
 */
export function createSectionReader(
  marker: string,
  { names, capBytes }: { names: readonly string[]; capBytes: number },
): SectionReader {
  const delimiter = Buffer.from(`\n${marker} `);
  const ended = new Map<string, Ended>();
  const begun = new Set<string>();
  const noise = createCapped(NOISE_BYTES);
  let open: { name: string; bytes: Capped } | null = null;
  // The start of a stream is the start of a line.
  let pending: Buffer = Buffer.from('\n');

  function take(bytes: Buffer) {
    (open?.bytes ?? noise).append(bytes);
  }

  function frame(text: string): boolean {
    const [, verb, name = '', status] = /^(begin|end) (\w+)(?: (\d{1,9}|deadline))?$/.exec(text) ?? [];
    if (!names.includes(name) || ended.has(name)) return false;
    if (verb === 'begin' && status === undefined && !begun.has(name)) {
      begun.add(name);
      open = { name, bytes: createCapped(capBytes) };
      return true;
    }
    if (verb !== 'end' || status === undefined || open?.name !== name) return false;
    ended.set(name, { status, bytes: open.bytes });
    open = null;
    return true;
  }

  /** Consumes the complete part of `pending`. @returns false if more data is needed */
  function step(): boolean {
    const at = pending.indexOf(delimiter);
    if (at === -1) {
      const uncertain = startOf(delimiter, pending);
      take(pending.subarray(0, uncertain));
      pending = pending.subarray(uncertain);
      return false;
    }
    take(pending.subarray(0, at));
    pending = pending.subarray(at);
    const end = pending.indexOf('\n', delimiter.length);
    if (end === -1 && pending.length < FRAME_BYTES) return false;
    if (end !== -1 && end < FRAME_BYTES && frame(pending.toString('latin1', delimiter.length, end))) {
      pending = pending.subarray(end + 1);
      return true;
    }
    take(pending.subarray(0, delimiter.length));
    pending = pending.subarray(delimiter.length);
    return true;
  }

  return {
    push(chunk) {
      if (ended.size === names.length) return 'enough';
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      while (ended.size < names.length && step());
      return ended.size === names.length ? 'enough' : 'more';
    },
    section(name) {
      const end = ended.get(name);
      return end ? readOf(end) : { state: begun.has(name) ? 'cut' : 'missing' };
    },
    started: () => begun.size > 0,
    noise: () => `${noise.text()}${open ? '' : pending.toString()}`.slice(0, NOISE_BYTES).trim(),
  };
}

/** What a section has printed is made a text when it is read: it may wait for its turn, and bytes cost the garbage collector nothing. */
type Ended = { status: string; bytes: Capped };

function readOf({ status, bytes }: Ended): SectionRead {
  const printed = { output: bytes.text(), truncated: bytes.truncated() };
  return status === 'deadline'
    ? { state: 'deadline', ...printed }
    : { state: 'complete', ...printed, status: Number(status) };
}

/** Where the delimiter may have begun at the end of `bytes`; their length, if nowhere. */
function startOf(delimiter: Buffer, bytes: Buffer): number {
  const from = Math.max(0, bytes.length - delimiter.length + 1);
  // The line break that it begins with occurs nowhere else in it.
  const at = bytes.lastIndexOf('\n');
  return at >= from && delimiter.indexOf(bytes.subarray(at)) === 0 ? at : bytes.length;
}

type Capped = { append(bytes: Buffer): void; text(): string; truncated(): boolean };

/** bytes that are held as they came; fewer are copied, since each piece costs more than they do */
const HELD_BYTES = 4096;
/** of a block for the others: the first, since most sections are short, and the next ones */
const [FIRST_BYTES, NEXT_BYTES] = [512, 8192];

/** Holds bytes in pieces. What holds a piece in memory is a packet of SSH, of which nearly all belongs to some section. */
function createCapped(capBytes: number): Capped {
  const pieces: Buffer[] = [];
  let block: Buffer = Buffer.alloc(0);
  let filled = 0;
  let used = 0;
  let dropped = false;

  function endBlock(): void {
    if (filled > 0) pieces.push(block.subarray(0, filled));
    block = block.subarray(filled);
    filled = 0;
  }

  return {
    append(bytes) {
      const fits = Math.min(bytes.length, capBytes - used);
      dropped ||= fits < bytes.length;
      used += fits;
      if (fits >= HELD_BYTES) {
        endBlock();
        pieces.push(bytes.subarray(0, fits));
        return;
      }
      if (fits > block.length - filled) {
        endBlock();
        block = Buffer.allocUnsafeSlow(Math.max(fits, used === fits ? FIRST_BYTES : NEXT_BYTES));
      }
      bytes.copy(block, filled, 0, fits);
      filled += fits;
    },
    text() {
      endBlock();
      const [only] = pieces;
      return (only && pieces.length === 1 ? only : Buffer.concat(pieces)).toString('utf8');
    },
    truncated: () => dropped,
  };
}
