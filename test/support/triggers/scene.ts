import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import type { App } from '../../../src/app.ts';
import { createMetrics } from '../../../src/triggers/gauges.ts';
import { startServer } from '../../../src/triggers/server.ts';
import type { ServerOptions } from '../../../src/triggers/server.ts';
import { anApp } from '../discord/app.ts';

export const token = 'correct-horse-battery-staple';

export const secret = 'it-is-a-secret-to-everybody';

export type Logged = { message: string; fields: Record<string, unknown> };

/** A real server on loopback, gone when the test has ended. */
export async function aServer(app: App = anApp(), over: Partial<ServerOptions> = {}) {
  const logged: Logged[] = [];
  const write = (fields: unknown, message?: string) => {
    logged.push({ message: message ?? '', fields: fields as Logged['fields'] });
  };
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    app,
    triggerToken: token,
    webhookSecret: secret,
    onPush: () => {},
    version: null,
    metrics: createMetrics(),
    log: { info: write, warn: write, error: write } as ServerOptions['log'],
    now: Date.now,
    ...over,
  });
  onTestFinished(() => server.close());
  return { ...server, logged, origin: `http://127.0.0.1:${server.port}` };
}

export type Answer = { status: number; headers: Record<string, unknown>; text: string };

type Ask = {
  method?: string;
  path?: string;
  /** null: none */
  authorization?: string | null;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** the address that asks: all of 127/8 are loopback */
  from?: string;
};

/** One request on a connection of its own, sent as curl sends it. */
export function ask(port: number, over: Ask = {}): Promise<Answer> {
  const { method = 'POST', path = '/tools/invoke', authorization = `Bearer ${token}`, body, from } = over;
  const headers = {
    ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    ...(authorization === null ? {} : { authorization }),
    ...over.headers,
  };
  return new Promise((resolve, reject) => {
    const asking = request(
      { host: '127.0.0.1', port, method, path, headers, agent: false, localAddress: from },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
        response.on('error', reject);
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}

export function invoke(port: number, body: unknown): Promise<Answer> {
  return ask(port, { body: JSON.stringify(body) });
}
