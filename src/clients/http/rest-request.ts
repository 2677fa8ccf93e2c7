import { STATUS_CODES } from 'node:http';
import { Agent, request } from 'undici';

type RestInit = {
  method?: string | undefined;
  headers?: Iterable<readonly string[]> | Record<string, string | readonly string[]> | undefined;
  body?: unknown;
  signal?: AbortSignal | null | undefined;
};

// Over HTTP/1, as discord.js does by default.
const agent = new Agent({ allowH2: false });

/**
 * `makeRequest` for @discordjs/rest, with our undici and our own agent. discord.js has an older undici, and both use the
 * process's global dispatcher, which the first one loaded sets. If that was ours, the older one sent no files.
 * @throws undici's errors if there is no answer; any status is an answer
 */
export async function restRequest(url: string, init: RestInit) {
  const { body, headers } = await encoded(init);
  const { method = 'GET', signal = null } = init;
  const answer = await request(url, { method, headers, body, signal, dispatcher: agent });
  return {
    body: answer.body,
    get bodyUsed() {
      return answer.body.bodyUsed;
    },
    arrayBuffer: async () => await answer.body.arrayBuffer(),
    json: async () => await answer.body.json(),
    text: async () => await answer.body.text(),
    headers: new Headers(pairs(answer.headers)),
    status: answer.statusCode,
    statusText: STATUS_CODES[answer.statusCode] ?? '',
    ok: answer.statusCode >= 200 && answer.statusCode < 300,
  };
}

/** A form is encoded here: undici takes only the FormData of its own version. */
async function encoded({ headers, body }: RestInit) {
  const own = named(headers ?? {});
  if (body === undefined || body === null) return { headers: own, body: null };
  if (typeof body === 'string' || body instanceof Uint8Array) return { headers: own, body };
  if (!(body instanceof FormData)) throw new TypeError('a body is a text, bytes or a form');
  const form = new Response(body);
  const type = form.headers.get('content-type') ?? '';
  return { headers: { ...own, 'content-type': type }, body: new Uint8Array(await form.arrayBuffer()) };
}

function named(headers: NonNullable<RestInit['headers']>): Record<string, string> {
  const all = Symbol.iterator in headers ? [...headers] : Object.entries(headers).map((each) => each.flat());
  return Object.fromEntries(all.map(([name = '', ...values]) => [name, values.join(', ')]));
}

function pairs(headers: Record<string, string | string[] | undefined>): [name: string, value: string][] {
  return Object.entries(headers).flatMap(([name, value = []]) =>
    [value].flat().map((each): [string, string] => [name, each]),
  );
}
