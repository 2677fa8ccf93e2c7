import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localHealth } from '../../../src/probes/health/local-health.ts';
import { serve } from '../../support/servers/http-servers.ts';
import { aMachine, anEndpoint, aService } from '../../support/facts/observed.ts';
import { lacks } from '../../support/machines/system.ts';
import {
  askLocally,
  localService,
  observeLocally,
  pathWith,
} from '../../support/probes/local-health-scene.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const seed = '{"version":"a3f8c21","pid":4182,"uptime_seconds":12.5}';

describe('local_health', () => {
  it.each([
    ['an endpoint that the machine asks', true, [anEndpoint(), anEndpoint({ from: 'machine' })], true],
    ['no such endpoint', true, [anEndpoint()], false],
    ['no SSH', false, [anEndpoint({ from: 'machine' })], false],
  ])('with %s is wanted: %s', (_, ssh, endpoints, wanted) => {
    expect(localHealth.wanted(aService({ endpoints }), aMachine({ ssh }))).toBe(wanted);
  });

  it('says of each endpoint that is missing in the output that it was cut off', () => {
    const target = { machine: aMachine(), services: [localService('http://127.0.0.1:1/')] };
    const section = { output: '0 curl base64\nSFRUUC8x', status: 0, truncated: true };
    expect(localHealth.parse(section, target)).toMatchObject({
      value: { 'akashic-records': { localhost: { ok: false, reason: 'unsupported' } } },
    });
  });

  it.each([
    [8000, { reason: 'timeout', detail: 'no answer within 8 s' }],
    [8001, { reason: 'unsupported', detail: 'no answer within 8 s, the longest that a machine may wait' }],
  ])('judges no endpoint that may take %i ms before its time is over', (timeout_ms, expected) => {
    const target = { machine: aMachine(), services: [localService('http://127.0.0.1:1/', { timeout_ms })] };
    const block = Buffer.from('\n0.0\n28 curl: (28) Operation timed out').toString('base64');
    const observed = localHealth.parse(
      { output: `0 curl base64\n${block}\n.\n`, status: 0, truncated: false },
      target,
    );
    expect(observed).toMatchObject({ value: { 'akashic-records': { localhost: expected } } });
    expect(localHealth.fragment(target)).toContain('max-time = 8\n');
  });

  it('makes something of any output', () => {
    const services = ['http://127.0.0.1:1/', 'http://[::1]:2/'].map((url, index) =>
      localService(url, { name: `s${index}` }),
    );
    const target = { machine: aMachine(), services };
    const head = fc.constantFrom(
      'HTTP/1.1 200 OK\r\n',
      'HTTP/1.1 302 Found\nLocation: /x\n',
      'HTTP/',
      '\r\n\r\n',
      '\n28 ',
      '\n0 ',
    );
    const more = fc.constantFrom(
      '\n0 \u001E',
      '  HTTP/1.1 200 OK\u001E',
      '{"pid":1}',
      '\n0.01',
      'Content-Encoding: gzip\r\n',
    );
    const block = fc
      .array(fc.oneof(head, more, fc.string()))
      .map((parts) => Buffer.from(parts.join('')).toString('base64'));
    const tool = fc.constantFrom('curl', 'wget', 'busybox-wget', 'ftp');
    const framed = fc.tuple(fc.nat(3), tool, fc.constantFrom('base64', 'hex'), block);
    const blocks = framed.map(
      ([index, tool, encoding, block]) => `${index} ${tool} ${encoding}\n${block}\n.\n`,
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(blocks, fc.string())), fc.boolean(), (parts, truncated) => {
        const observed = localHealth.parse({ output: parts.join(''), status: 0, truncated }, target);
        expect(observed).toMatchObject({ value: { s0: { localhost: {} }, s1: { localhost: {} } } });
      }),
      { numRuns: fuzzRounds(1000) },
    );
  });
});

describe.skipIf(lacks(['curl', 'curl']))('local_health', () => {
  it('asks many endpoints at once and keeps each answer apart', async () => {
    const { origin } = await serve((request, response) => {
      const [, name = '', size] = request.url?.split('/') ?? [];
      setTimeout(() => response.end(`${' '.repeat(Number(size))}{"version":"${name}"}`), Math.random() * 200);
    });
    const sizes = Array.from({ length: 24 }, (_, index) => (index % 3) * 20_000);
    const services = sizes.map((size, index) =>
      localService(`${origin}/v${index}/${size}`, { name: `s${index}` }),
    );
    const observed = await observeLocally(services, await pathWith({ curl: 'curl' }));
    expect(observed).toMatchObject({
      value: Object.fromEntries(
        sizes.map((_, index) => [`s${index}`, { localhost: { ok: true, value: { version: `v${index}` } } }]),
      ),
    });
  });

  it('has all endpoints asked before the first has answered', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const waiting: ServerResponse[] = [];
    const { origin } = await serve((_, response) => {
      waiting.push(response);
      if (waiting.length >= names.length) for (const each of waiting) each.end(seed);
    });
    const services = names.map((name) => localService(origin, { name, timeout_ms: 4000 }));
    const observed = await observeLocally(services, await pathWith({ curl: 'curl' }));
    expect(observed).toMatchObject({
      value: Object.fromEntries(names.map((name) => [name, { localhost: { ok: true } }])),
    });
  });

  it('keeps the answers of the others when one hangs', async () => {
    const { origin } = await serve((request, response) => {
      if (request.url !== '/hang') response.end(seed);
    });
    const services = ['one', 'hang', 'two'].map((name) =>
      localService(`${origin}/${name}`, { name, timeout_ms: 1000 }),
    );
    expect(await observeLocally(services, await pathWith({ curl: 'curl' }))).toMatchObject({
      value: {
        one: { localhost: { ok: true } },
        hang: { localhost: { ok: false, reason: 'timeout' } },
        two: { localhost: { ok: true } },
      },
    });
  });

  it('reads a body that is compressed although nobody asked', async () => {
    const { origin } = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(seed));
    });
    expect(await askLocally(localService(origin), await pathWith({ curl: 'curl' }))).toMatchObject({
      value: { version: 'a3f8c21' },
    });
  });

  it('keeps a name such as __proto__ apart', async () => {
    const { origin } = await serve((_, response) => response.end(seed));
    const service = localService(origin, { name: '__proto__' });
    const observed = await observeLocally([service], await pathWith({ curl: 'curl' }));
    expect(observed.ok && Object.entries(observed.value)).toMatchObject([
      ['__proto__', { localhost: { ok: true } }],
    ]);
  });
});
