import { once } from 'node:events';
import { createServer } from 'node:net';
import { z } from 'zod';
import { call } from '../../clients/http/call.ts';
import type { Check, DoctorContext } from '../check.ts';
import { broken, ok } from '../result.ts';
import type { Line } from '../result.ts';
import { codeOf } from '../../text/error-code.ts';
import { inUrl } from '../../text/host.ts';

/** What GET /health of the bot answers (src/triggers/endpoints/health.ts). */
const Health = z.object({
  status: z.literal('ok'),
  version: z.string().nullable(),
  pid: z.int(),
  uptime_seconds: z.number(),
});

/** The port of the bot's server is free, or the bot already has it. */
export const http: Check = {
  name: 'http',
  async examine(context) {
    const { httpHost: host, httpPort: port } = context.env;
    if (port === 0) return [ok('HTTP_PORT', 'any free port')];
    const code = await refusalOf(host, port);
    if (code === null) return [ok('HTTP_PORT', `${port} on ${host} is free`)];
    if (code === 'EADDRINUSE') return [await whoListens(context)];
    if (code === 'EACCES')
      return [broken('HTTP_PORT', `this user may not listen on ${port}`, 'Set one of 1024 or more.')];
    return [
      broken(
        'HTTP_HOST',
        `${host} is not an address of this machine (${code})`,
        'Set an address that it has.',
      ),
    ];
  },
};

async function refusalOf(host: string, port: number): Promise<string | null> {
  const server = createServer();
  const listening = once(server, 'listening');
  server.listen(port, host);
  try {
    await listening;
  } catch (error) {
    return codeOf(error) ?? String(error);
  }
  const closed = once(server, 'close');
  server.close();
  await closed;
  return null;
}

async function whoListens({ env }: DoctorContext): Promise<Line> {
  const { httpHost: host, httpPort: port } = env;
  const asked = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? inUrl(host);
  const health = await call(`http://${asked}:${port}/health`, { timeoutMs: 5000, maxBytes: 10_000 })
    .then(({ text }) => Health.safeParse(JSON.parse(text)).data ?? null)
    .catch(() => null);
  if (health) {
    const version = health.version?.slice(0, 7) ?? 'of unknown version';
    return ok(
      'HTTP_PORT',
      `${port} on ${host}: Driftwatch already runs there (${version}, pid ${health.pid})`,
    );
  }
  return broken(
    'HTTP_PORT',
    `${port} on ${host} is taken`,
    'Stop what listens there, or set another (0: any free one).',
  );
}
