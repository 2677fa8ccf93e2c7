import { setFlagsFromString } from 'node:v8';

/** how much the heap may grow, in percent of what is alive, before the garbage of old objects is collected */
const AT_REST = 20;
/** An audit of 2000 services takes a quarter less processor time with it, and 20 MB more (npm run bench -- --scale). */
const AT_MOST = 70;
/** bytes of garbage in an audit; of a fleet of thousands, 70 percent would be hundreds of megabytes */
const ROOM = 40 * 2 ** 20;
/** ms */
const EVERY = 250;

let audits = 0;
let resizing: NodeJS.Timeout | undefined;

/** Runs an audit with room for its garbage. At rest there is little: a flood of requests must not fill the memory. */
export async function withHeapRoom<Result>(audit: () => Promise<Result>): Promise<Result> {
  audits += 1;
  if (audits === 1) {
    giveRoom();
    resizing = setInterval(giveRoom, EVERY).unref();
  }
  try {
    return await audit();
  } finally {
    audits -= 1;
    if (audits === 0) {
      clearInterval(resizing);
      mayGrow(AT_REST);
    }
  }
}

function giveRoom(): void {
  const { heapUsed } = process.memoryUsage();
  mayGrow(Math.max(AT_REST, Math.min(AT_MOST, Math.round((100 * ROOM) / heapUsed))));
}

/** V8 reads it each time it decides when to collect next. */
function mayGrow(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}
