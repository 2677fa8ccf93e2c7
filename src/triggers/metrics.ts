import type { Endpoint } from './endpoint.ts';

/** For Prometheus. It names no service: numbers by severity and type only. */
export const metrics: Endpoint = {
  method: 'GET',
  path: '/metrics',
  async answer(_asked, desk) {
    return new Response(await desk.metrics.text(), { headers: { 'Content-Type': desk.metrics.contentType } });
  },
};
