import { describe, expect, it } from 'vitest';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import { serve } from '../../support/servers/http-servers.ts';

const client = createHttpClient();
const patient = { headers: { 'X-Token': 'secret' }, timeoutMs: 20_000, maxBytes: 1000 };

/** Redirects `/3` to `/2` to `/1` to `/0`, which answers. */
const countdown = () =>
  serve((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end('here');
    else response.writeHead(302, { location: `/${left - 1}` }).end('x'.repeat(100_000));
  });

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('with %i is followed within the origin', async (status) => {
    const { origin, requests } = await serve((request, response) => {
      if (request.url === '/health/') response.end('here');
      else response.writeHead(status, { location: 'health/' }).end();
    });
    const answer = await client.get(`${origin}/health`, patient);
    expect(answer).toMatchObject({ status: 200, body: Buffer.from('here') });
    expect(requests[1]?.headers['x-token']).toBe('secret');
  });

  it('is followed three times', async () => {
    const { origin } = await countdown();
    expect((await client.get(`${origin}/3`, patient)).body.toString()).toBe('here');
  });

  it('is not followed a fourth time', async () => {
    const { origin, requests } = await countdown();
    await expect(client.get(`${origin}/4`, patient)).rejects.toMatchObject({
      kind: 'malformed',
      code: 'TOO_MANY_REDIRECTS',
      message: 'more than 3 redirects: /4 -> /3 -> /2 -> /1 -> /0',
    });
    expect(requests).toHaveLength(4);
  });

  it('to another origin is the answer, and no secret goes there', async () => {
    const other = await serve((_, response) => response.end('elsewhere'));
    const { origin } = await serve((_, response) => {
      response.writeHead(302, { location: `${other.origin}/health` }).end('moved');
    });
    const answer = await client.get(origin, patient);
    expect(answer).toMatchObject({ status: 302, headers: { location: `${other.origin}/health` } });
    expect(other.sockets).toHaveLength(0);
  });

  it.each([
    ['another scheme', (origin: string) => origin.replace('http:', 'https:')],
    ['another name of the same server', (origin: string) => origin.replace('127.0.0.1', 'localhost')],
    ['no web address', () => 'file:///etc/passwd'],
    ['nonsense', () => 'http://['],
  ])('to %s is the answer', async (_, target) => {
    const { origin, requests } = await serve((_, response) => {
      response.writeHead(301, { location: target(origin) }).end();
    });
    expect(await client.get(origin, patient)).toMatchObject({ status: 301 });
    expect(requests).toHaveLength(1);
  });

  it.each([300, 304])('of status %i is none', async (status) => {
    const { origin } = await serve((_, response) => response.writeHead(status, { location: '/other' }).end());
    expect(await client.get(origin, patient)).toMatchObject({ status });
  });

  it('without a location is the answer', async () => {
    const { origin } = await serve((_, response) => response.writeHead(302).end('where?'));
    expect(await client.get(origin, patient)).toMatchObject({ status: 302, body: Buffer.from('where?') });
  });
});
