import { isIP } from 'node:net';
import type { Queue } from 'bullmq';
import { WorkerId } from '../protocol/answer.ts';

/** A worker as Redis knows it. `from`: the address that its connection comes from; null where that is none. */
export type ConnectedWorker = { id: string; from: string | null };

/** The workers of a queue by the names of their connections, which whoever connects may choose. @throws what Redis says */
export async function connectedWorkers(queue: Pick<Queue, 'getWorkers'>): Promise<ConnectedWorker[]> {
  const found = new Map<string, ConnectedWorker>();
  for (const { rawname = '', addr = '' } of await queue.getWorkers()) {
    const id = WorkerId.safeParse(rawname.replace(/^.*:/, '')).data;
    const from = addr.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
    if (id !== undefined) found.set(id, { id, from: isIP(from) === 0 ? null : from });
  }
  return [...found.values()];
}
