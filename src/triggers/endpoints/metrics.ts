import type { Endpoint } from './endpoint.ts';
import { isOwnHost } from '../host-header.ts';

/** For Prometheus. It names no service: numbers by severity and type only. */
export const metrics: Endpoint = {
  method: 'GET',
  path: '/metrics',
  async answer({ headers, url }, context) {
    // A request may name its host twice: in its first line as well (RFC 9112, 3.2.2).
    if (![headers.get('host'), new URL(url).host].every((host) => isOwnHost(host, context.hosts))) {
      // 421: RFC 9110, 15.5.20
      const text =
        'Ask by an address, by a name of your own network, or by HTTP_HOST: this Host is not allowed.\n';
      return new Response(text, { status: 421 });
    }
    return new Response(await context.metrics.text(), {
      headers: { 'Content-Type': context.metrics.contentType },
    });
  },
};
