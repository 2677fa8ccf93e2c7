import type { Endpoint } from './endpoint.ts';
import { isOwnHost } from '../host-header.ts';

/** For Prometheus. It names no service: numbers by severity and type only. */
export const metrics: Endpoint = {
  method: 'GET',
  path: '/metrics',
  async answer({ headers }, context) {
    if (!isOwnHost(headers.get('host'), context.hosts)) {
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
