// A separate process that acquires and releases the lease on command, and works while it holds it.
import { createInterface } from 'node:readline';
import { acquireLease } from '../../../src/store/lease.ts';
import type { Lease } from '../../../src/store/lease.ts';
import { openState } from '../../../src/store/open/open.ts';
import { thisProcess } from '../../../src/store/process-identity.ts';
import { UserError } from '../../../src/text/user-error.ts';

const [url = '', intervals = ''] = process.argv.slice(2);
let lease: Lease | null = null;
const log = { info: () => {}, warn: () => {} };
const state = await openState(url, Date.now);
const holder = await thisProcess();

function say(what: Record<string, unknown>) {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}

setInterval(() => lease?.held() && say({ worked: true }), 10);
say({ ready: process.pid });
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'acquire') {
    try {
      lease = await acquireLease({ state, holder, now: () => 0, log, intervals: JSON.parse(intervals) });
      void lease.lost.then((error) => say({ lost: error.message, held: lease?.held() }));
      say({ acquired: true });
    } catch (error) {
      say(error instanceof UserError ? { refused: error.message } : { failed: String(error) });
    }
  } else {
    await lease?.release();
    say({ released: true, held: lease?.held() ?? false });
  }
}
