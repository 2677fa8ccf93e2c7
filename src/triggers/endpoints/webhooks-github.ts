import { verify } from '@octokit/webhooks-methods';
import { z } from 'zod';
import { UserError } from '../../text/user-error.ts';
import { mayBeProxy } from '../failed-attempts.ts';
import type { EndpointContext, Endpoint } from './endpoint.ts';
import { refuse } from './invocation.ts';

const COMMIT = /^[0-9a-f]{40,64}$/;

/** The fields of a push that we read: https://docs.github.com/en/webhooks/webhook-events-and-payloads#push */
const Push = z.object({
  ref: z.string(),
  before: z.string().regex(COMMIT).optional().catch(undefined),
  after: z.string().regex(COMMIT),
  deleted: z.boolean().default(false),
  // seconds since the epoch, or a date
  repository: z.object({
    full_name: z.string(),
    pushed_at: z
      .union([z.number(), z.string().max(40)])
      .optional()
      .catch(undefined),
  }),
});

const SIGNED = 'x-hub-signature-256';
const SIGNATURE = /^sha256=[0-9a-f]{64}$/;
const DELIVERY = /^[0-9A-Za-z-]{1,100}$/;
const BRANCH = 'refs/heads/';

/**
 * GitHub's webhook: a push to the branch of a service starts the watch over its deployment. Answered as soon as that is
 * stored; GitHub gives up after 10 s and never asks again by itself.
 */
export const webhooksGitHub: Endpoint = {
  method: 'POST',
  path: '/webhooks/github',
  admit({ headers, address }, { secret }) {
    if (secret === null) {
      const message = 'The webhook is off: GITHUB_WEBHOOK_SECRET is not set';
      return refuse({ status: 503, type: 'unavailable', message });
    }
    // Forged signatures through a proxy lock nobody out: a valid one is served, and each guess costs a connection.
    const barred = mayBeProxy(address) ? null : secret.barred(address);
    if (barred !== null) {
      const message = `Too many wrong signatures: try again in ${barred} s`;
      const wait = { 'Retry-After': String(barred) };
      return refuse({ status: 429, type: 'rate_limited', message, headers: wait });
    }
    // Before the body is read: a request that is not a delivery from GitHub need not be received.
    // It does not count as an attempt either: behind a reverse proxy that would lock GitHub out.
    if (SIGNATURE.test(headers.get(SIGNED) ?? '')) return 'unproven';
    return unauthorized();
  },
  async answer(asked, context) {
    const { secret } = context;
    const body = await asked.body();
    if (body instanceof Response) return body;
    const text = new TextDecoder().decode(body);
    const signature = asked.headers.get(SIGNED) ?? '';
    if (secret === null || !(await isSigned(secret.value, text, signature))) {
      secret?.wrong(asked.address);
      return unauthorized();
    }
    return await take(asked.headers, text, context);
  },
};

function unauthorized(): Response {
  const headers = { Connection: 'close' };
  return refuse({ status: 401, type: 'unauthorized', message: 'Unauthorized', headers });
}

/** In constant time. */
async function isSigned(secret: string, text: string, signature: string): Promise<boolean> {
  // the library throws for an empty body, which no delivery has
  if (text === '') return false;
  return await verify(secret, text, signature);
}

async function take(
  headers: Pick<Headers, 'get'>,
  text: string,
  context: EndpointContext,
): Promise<Response> {
  const event = headers.get('x-github-event') ?? '';
  const delivery = headers.get('x-github-delivery') ?? '';
  if (!DELIVERY.test(delivery)) return badRequest('X-GitHub-Delivery is missing');
  if (event !== 'push') return ignored(event === 'ping' ? 'pong' : 'only pushes are watched');
  const payload = jsonOf(text);
  if (payload === undefined) return badRequest('The payload is not JSON');
  const push = Push.safeParse(payload);
  if (!push.success) return badRequest('The payload is not that of a push');
  const { ref, before, after, deleted, repository } = push.data;
  if (deleted || /^0+$/.test(after)) return ignored('the branch was deleted');
  if (!ref.startsWith(BRANCH)) return ignored('only branches are watched');
  const branch = ref.slice(BRANCH.length);
  try {
    const { full_name: repo, pushed_at } = repository;
    const at = pushed_at?.toString();
    const watched = await context.app.pushed({ delivery, repo, branch, commit: after, before, at });
    if (watched === null) return ignored('this delivery was received before');
    if (watched.length === 0) return ignored('no service of the manifest runs this branch');
    context.onPush();
    return Response.json({ ok: true, result: { watched } }, { status: 202 });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // GitHub shows it next to the delivery, which can be redelivered once the manifest is fixed.
    return refuse({ status: 500, type: 'tool_error', message: error.message });
  }
}

/** The body itself, or the field `payload` of a form, as GitHub's older setting sends it. */
function jsonOf(text: string): unknown {
  const json = text.startsWith('payload=') ? (new URLSearchParams(text).get('payload') ?? '') : text;
  try {
    const value: unknown = JSON.parse(json);
    return value;
  } catch {
    return undefined;
  }
}

function ignored(why: string): Response {
  return Response.json({ ok: true, result: { watched: [], ignored: why } });
}

function badRequest(message: string): Response {
  return refuse({ status: 400, type: 'invalid_request_error', message });
}
