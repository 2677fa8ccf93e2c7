import type { Endpoint } from './endpoint.ts';

/** The lesson's health answer, so that the bot can stand in its own manifest. */
export const health: Endpoint = {
  method: 'GET',
  path: '/health',
  answer(_asked, desk) {
    const uptime_seconds = Math.max(0, Math.floor((desk.now() - desk.startedAt) / 1000));
    return Response.json({ status: 'ok', version: desk.version, pid: process.pid, uptime_seconds });
  },
};
