import { z } from 'zod';
import type { Process } from '../../facts/process.ts';
import { OPENED_BYTES } from '../sealing/seal.ts';
import { exact, MOST_CHARACTERS } from './mirror.ts';

/** What a row is at least, written out, next to its texts. */
const ROW = 100;
/** What the same rows may be, written out: a long text that all of them name must fill no memory. */
const WRITTEN_OUT = OPENED_BYTES;
/** In a column of texts: null. */
const NONE = -1;

type TextField = 'state' | 'user' | 'command' | 'cgroup' | 'cwd';

/**
 * A process table as it goes over the wire: each text once, and a column for each field, of numbers or of places in `texts`.
 * It takes half of the time of a list of objects to write and pack, and a third to unpack and check.
 */
export type ProcessColumns = {
  [Field in Exclude<keyof Process, TextField>]-?: Process[Field][];
} & { [Field in TextField]: number[] } & { texts: string[] };

/** The columns of rows; null where those, written out, are larger than an answer. */
export function columnsOf(processes: readonly Process[]): ProcessColumns | null {
  const places = new Map<string, number>();
  let size = 0;
  const place = (text: string | null) => {
    if (text === null) return NONE;
    size += text.length;
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, places.size);
    return places.size - 1;
  };
  const columns: ProcessColumns = {
    pid: [],
    ppid: [],
    state: [],
    elapsed_seconds: [],
    user: [],
    command: [],
    cgroup: [],
    cwd: [],
    texts: [],
  };
  for (const process of processes) {
    columns.pid.push(process.pid);
    columns.ppid.push(process.ppid);
    columns.state.push(place(process.state));
    columns.elapsed_seconds.push(process.elapsed_seconds);
    columns.user.push(place(process.user));
    columns.command.push(place(process.command));
    columns.cgroup.push(place(process.cgroup));
    columns.cwd.push(place(process.cwd));
    size += ROW;
  }
  columns.texts = [...places.keys()];
  return size > WRITTEN_OUT ? null : columns;
}

/** A list in which each value is so, by one check: a schema for each cell would take ten times as long. */
function listOf<Value>(is: (value: unknown) => value is Value): z.ZodType<Value[]> {
  return z.custom<Value[]>((list) => Array.isArray(list) && list.every(is));
}

const Wholes = listOf((value): value is number => Number.isSafeInteger(value));

const Columns = exact<ProcessColumns>({
  pid: Wholes,
  ppid: Wholes,
  state: Wholes,
  elapsed_seconds: listOf((value): value is number | null => value === null || Number.isFinite(value)),
  user: Wholes,
  command: Wholes,
  cgroup: Wholes,
  cwd: Wholes,
  texts: listOf((value): value is string => typeof value === 'string' && value.length <= MOST_CHARACTERS),
});

/** The rows of columns, as strict as a list of rows: equal lengths, each place a text, no more than could be written out. */
export const RowsOfColumns: z.ZodType<Process[]> = Columns.transform((columns, { issues }) => {
  const rows = rowsOf(columns);
  if (rows !== null) return rows;
  issues.push({ code: 'custom', message: 'has columns that do not fit together', input: columns });
  return z.NEVER;
});

function rowsOf({ texts, ...columns }: ProcessColumns): Process[] | null {
  const { pid, ppid, state, elapsed_seconds, user, command, cgroup, cwd } = columns;
  const count = pid.length;
  let size = count * ROW;
  if (size > WRITTEN_OUT || Object.values(columns).some(({ length }) => length !== count)) return null;
  let isWhole = true;
  const textAt = (column: number[], row: number): string => {
    const text = texts[column[row] ?? NONE];
    if (text === undefined) isWhole = false;
    size += text?.length ?? 0;
    return text ?? '';
  };
  const textOrNone = (column: number[], row: number) => (column[row] === NONE ? null : textAt(column, row));
  const rows = pid.map((own, row): Process => ({
    pid: own,
    ppid: ppid[row] ?? 0,
    state: textAt(state, row),
    elapsed_seconds: elapsed_seconds[row] ?? null,
    user: textAt(user, row),
    command: textAt(command, row),
    cgroup: textOrNone(cgroup, row),
    cwd: textOrNone(cwd, row),
  }));
  return isWhole && size <= WRITTEN_OUT ? rows : null;
}
