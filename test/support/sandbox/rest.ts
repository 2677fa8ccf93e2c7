import type { Sandbox } from '../../../sandbox/discord.ts';

/** What the tests read of an answer: an error, a message or a command. */
export type Body = {
  code: number;
  message: string;
  errors: object;
  id: string;
  version: string;
  content: string;
  edited_timestamp: string | null;
};
export type Answer<T = Body> = { status: number; body: T; headers: Headers };

/** One raw call, as the bot unless `token` says otherwise. */
export async function call<T = Body>(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  token: string | null = sandbox.token,
): Promise<Answer<T>> {
  const isForm = body instanceof FormData;
  const response = await fetch(`${sandbox.api}/v10${path}`, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bot ${token}` }),
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
}

/** Where a 50035 puts its errors: path -> Discord's codes. */
export function brokenRules(errors: object, path = ''): Record<string, string[]> {
  return Object.assign(
    {},
    ...Object.entries(errors).map(([key, value]) =>
      key === '_errors'
        ? { [path]: (value as { code: string }[]).map(({ code }) => code) }
        : brokenRules(value as object, path === '' ? key : `${path}.${key}`),
    ),
  ) as Record<string, string[]>;
}
