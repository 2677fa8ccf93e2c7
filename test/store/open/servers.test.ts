import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openState } from '../../../src/store/open/open.ts';
import { UserError } from '../../../src/text/user-error.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { startPostgres } from '../../support/servers/postgres.ts';
import type { PostgresServer } from '../../support/servers/postgres.ts';
import { startRedis } from '../../support/servers/redis.ts';
import type { DatabaseServer } from '../../support/servers/redis.ts';
import { backends } from '../../support/store/backends.ts';

const secret = 'hunter2-secret';

/** The one line that opening ends with; it and all that hangs on it name no password. */
async function refusal(url: string): Promise<string> {
  const error: unknown = await openState(url, Date.now).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(UserError);
  const { message, stack, cause } = error as UserError;
  expect(cause).toBeUndefined();
  expect(`${message} ${stack}`).not.toMatch(/hunter2|pa ss|pa%20ss/);
  expect(message).not.toContain('\n');
  return message;
}

/** A port that takes connections and says nothing, or what it is told to. */
async function listener(answer: string | null): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => answer !== null && socket.end(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as { port: number }).port;
}

describe('openState', () => {
  it('refuses other schemes', async () => {
    expect(await refusal(`mysql://u:${secret}@host/x`)).toMatch(/^STATE_URL must start with sqlite:/);
  });

  it.each([
    `redis://:${secret}#x@host`,
    `postgres://u:${secret}/x@host/db`,
    `postgres://u:${secret}%zz@host/db`,
    `redis://u:${secret}%zz@host/0`,
  ])('says what to do about a password that breaks the URL (%#)', async (url) => {
    expect(await refusal(url)).toMatch(/^STATE_URL is not a valid URL.*percent-encoded/);
  });

  it.each(['redis', 'rediss', 'postgres', 'postgresql'])(
    'says that nobody listens at %s://',
    async (scheme) => {
      const port = await freePort();
      expect(await refusal(`${scheme}://u:${secret}@127.0.0.1:${port}/0?password=${secret}`)).toBe(
        `The state at ${scheme}://127.0.0.1:${port}/0 cannot be reached (ECONNREFUSED). Start it, or correct host and port in STATE_URL.`,
      );
    },
  );

  it.each(['redis', 'rediss', 'postgres'])('gives up on a %s:// that answers nothing', async (scheme) => {
    const port = await listener(null);
    expect(await refusal(`${scheme}://u:${secret}@127.0.0.1:${port}/0`)).toMatch(
      /cannot be reached \(no answer in time\)/,
    );
  });

  it.each(['redis', 'rediss', 'postgres'])('says that something else than %s:// listens', async (scheme) => {
    const port = await listener('HTTP/1.1 400 Bad Request\r\n\r\n');
    expect(await refusal(`${scheme}://u:${secret}@127.0.0.1:${port}/0`)).toMatch(
      /^The state at \S+ (?:cannot be (?:reached|used)|does not speak TLS)/,
    );
  });
});

describe.skipIf(backends[1]![1]())('a redis that does not want us', () => {
  let server: DatabaseServer;
  beforeAll(async () => {
    server = await startRedis([
      '--requirepass',
      secret,
      '--user',
      'reader',
      'on',
      `>${secret}`,
      '~*',
      '+@read',
      '+@connection',
    ]);
  });
  afterAll(() => server.stop());
  const at = (login: string, path = '') => `redis://${login}127.0.0.1:${server.port}${path}`;

  it.each<[what: string, url: () => string, told: RegExp]>([
    ['no password', () => at(''), /refuses the login \(NOAUTH\)/],
    ['a wrong password', () => at(':hunter2@'), /refuses the login \(WRONGPASS\)/],
    [
      'a user without rights',
      () => at(`reader:${secret}@`),
      /cannot be used by this user \(NOPERM\).*driftwatch:\*/,
    ],
    ['a database that is not there', () => at(`:${secret}@`, '/99'), /has no such database.*number/],
    ['a database that is no number', () => at(`:${secret}@`, '/fleet'), /has no such database.*number/],
  ])('says so: %s', async (_, url, told) => {
    expect(await refusal(url())).toMatch(told);
  });

  it('opens with the right password, in the database named', async () => {
    const state = await openState(at(`:${secret}@`, '/3'), Date.now);
    onTestFinished(() => state.close());
    await state.keyv('n').set('key', 1);
    const other = await openState(at(`:${secret}@`), Date.now);
    onTestFinished(() => other.close());
    expect([await state.keyv('n').get('key'), await other.keyv('n').get('key')]).toEqual([1, undefined]);
  });
});

describe.skipIf(backends[2]![1]())('a postgres that does not want us', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
    await server.admin(`CREATE ROLE guest LOGIN PASSWORD '${secret}'`);
  });
  afterAll(() => server.stop());
  const at = (login: string, path = '/fleet') => `postgres://${login}127.0.0.1:${server.port}${path}`;

  it.each<[what: string, url: () => string, told: RegExp]>([
    ['no password', () => at(`${server.user.name}@`), /refuses the login/],
    ['a wrong password', () => at(`${server.user.name}:hunter2@`), /refuses the login \(28P01\)/],
    ['an unknown user', () => at(`nobody:${secret}@`), /refuses the login \(28P01\)/],
    [
      'a database that is not there',
      () => server.url.replace('/fleet', '/none'),
      /does not exist \(3D000\).*createdb/,
    ],
    ['a user without rights', () => at(`guest:${secret}@`), /may not be written by this user \(42501\)/],
    ['TLS that the server has not', () => `${server.url}?sslmode=require`, /TLS/],
  ])('says so: %s', async (_, url, told) => {
    expect(await refusal(url())).toMatch(told);
  });
});
