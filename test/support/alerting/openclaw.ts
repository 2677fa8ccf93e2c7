import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serve } from '../servers/http-servers.ts';

type Fault = { status: number; body?: string; headers?: Record<string, string> };

/**
 * The gateway of OpenClaw 2026.9 as far as /hooks/wake goes, with its own answers: the same text again is coalesced
 * with what is queued. `queued` is what an agent gets to read.
 */
export async function startOpenClaw() {
  const token = 'wake-up-please';
  const queued: string[] = [];
  const faults: Fault[] = [];
  let calls = 0;
  const { origin } = await serve((request, response) => {
    calls += 1;
    void text(request).then((body) => reply(request, response, body));
  });

  function reply(request: IncomingMessage, response: ServerResponse, body: string): void {
    const answer = (status: number, value: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const fault = faults.shift();
    if (fault) return void response.writeHead(fault.status, fault.headers).end(fault.body ?? '');
    if (request.headers.authorization !== `Bearer ${token}`) {
      return void response.writeHead(401, { 'content-type': 'text/plain' }).end('Unauthorized');
    }
    const { text: said = '', mode } = JSON.parse(body) as { text?: string; mode?: string };
    if (said === '') return void answer(400, { ok: false, error: 'text required' });
    const eventOutcome = queued.includes(said) ? 'coalesced' : 'queued';
    if (eventOutcome === 'queued') queued.push(said);
    answer(200, { ok: true, mode, eventOutcome });
  }

  return { url: origin, token, queued, faults, calls: () => calls };
}
