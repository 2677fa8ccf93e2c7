import type { Process, ProcessTable } from '../process.ts';
import { candidates } from '../process-tree.ts';

/** Before version 4.2 Linux gives a page of a command line, and no more (proc(5), cmdline; ps may drop a last blank). */
const PAGE = 4096;

/** Processes whose command line the kernel cut: what is behind it, such as a class of Java's, was not seen. */
export function cutShort(table: ProcessTable): Process[] {
  if (table.processes.some(({ command }) => command.length > PAGE)) return [];
  return candidates(table).filter(({ command }) => command.length >= PAGE - 1);
}
