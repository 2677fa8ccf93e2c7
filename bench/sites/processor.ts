import { readFileSync } from 'node:fs';

/** a tick of the kernel's clock for processes (sysconf(3), _SC_CLK_TCK; 100 on every Linux that runs Node) */
const TICKS_A_SECOND = 100;

/** Seconds of processor time that a process has had since its start, all threads: fields 14 and 15 of proc(5)'s stat. */
export function processorSeconds(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}
