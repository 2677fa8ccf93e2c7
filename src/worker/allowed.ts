import type { SshHost } from '../clients/ssh/host.ts';
import { isLoopback } from '../text/host.ts';
import type { ReadRequest } from '../sites/protocol/request.ts';

/**
 * The first host of a request that the worker may not go to; null where it may go to all. A machine's own loopback is the
 * machine itself.
 * @param host how the machine is reached, null where it is not
 */
export function forbiddenIn(
  request: Pick<ReadRequest, 'services' | 'health'>,
  host: SshHost | null,
  isAllowed: (host: string) => boolean,
): string | null {
  for (let next = host; next !== null; next = next.jump) if (!isAllowed(next.host)) return next.host;
  for (const { url, from } of request.services.flatMap(({ endpoints }) => endpoints)) {
    const { hostname } = new URL(url);
    const isOwn = from === 'machine' && isLoopback(hostname);
    if (!isOwn && (request.health || from === 'machine') && !isAllowed(hostname)) return hostname;
  }
  return null;
}
