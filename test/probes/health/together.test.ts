import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTogether } from '../../../src/probes/health/together-script.ts';
import { shells } from '../../support/machines/shells.ts';
import { lacks, which } from '../../support/machines/system.ts';
import { localService, observeLocally, pathWith } from '../../support/probes/local-health-scene.ts';
import { serve } from '../../support/servers/http-servers.ts';
import { rounds } from '../../support/property-time.ts';

const marker = '0123456789abcdef'.repeat(2);

describe.skipIf(lacks(['curl', 'curl'])).each(shells)('endpoints asked by one curl, in $name', ({ argv }) => {
  it('are each asked once where all answer, refuse or redirect', async () => {
    const { origin, requests } = await serve((request, response) => {
      if (request.url === '/there') response.writeHead(302, { location: '/done' }).end();
      else if (request.url === '/down') response.writeHead(503).end('{"version":"down"}');
      else response.end(`{"version":"${request.url?.slice(1)}"}`);
    });
    const urls = ['a', 'down', 'there', 'b'].map((name) => `${origin}/${name}`);
    const services = [...urls, 'http://127.0.0.1:1/', `${origin}/c`].map((url, at) =>
      localService(url, { name: `s${at}` }),
    );
    const observed = await observeLocally(services, await pathWith({ curl: 'curl', env: 'env' }), argv);
    expect(observed).toMatchObject({
      value: {
        s0: { localhost: { value: { status: 200, version: 'a' } } },
        s1: { localhost: { value: { status: 503, version: 'down' } } },
        s2: { localhost: { value: { status: 200, version: 'done' } } },
        s3: { localhost: { value: { version: 'b' } } },
        s4: { localhost: { ok: false, reason: 'unreachable', code: 'ECONNREFUSED' } },
        s5: { localhost: { value: { version: 'c' } } },
      },
    });
    expect(requests).toHaveLength(6);
  });

  it('are asked by themselves where the body is too large to keep beside the others', async () => {
    const { origin } = await serve((request, response) => {
      if (request.url === '/endless') {
        const timer = setInterval(() => response.write('x'.repeat(60_000)), 1);
        response.on('close', () => clearInterval(timer));
      } else response.end(`{"version":"${request.url?.slice(1)}"}`);
    });
    const services = ['a', 'endless', 'b'].map((name) => localService(`${origin}/${name}`, { name }));
    const observed = await observeLocally(services, await pathWith({ curl: 'curl' }), argv);
    expect(observed).toMatchObject({
      value: {
        a: { localhost: { value: { version: 'a' } } },
        endless: { localhost: { ok: true, value: { status: 200 } } },
        b: { localhost: { value: { version: 'b' } } },
      },
    });
  });

  it('are asked by themselves by a curl that does not tell them apart', async () => {
    const { origin } = await serve((request, response) =>
      response.end(`{"version":"${request.url?.slice(1)}"}`),
    );
    const services = ['a', 'b'].map((name) => localService(`${origin}/${name}`, { name }));
    const old = `case "$*" in *--version*) echo 'curl 7.74.0 (x)'; exit 0 ;; esac\nexec ${which('curl')} "$@"`;
    const observed = await observeLocally(services, await pathWith({ curl: old }), argv);
    expect(observed).toMatchObject({
      value: { a: { localhost: { value: { version: 'a' } } }, b: { localhost: { value: { version: 'b' } } } },
    });
  });
});

describe('what one curl printed of many', () => {
  it('is read by the marker, whatever the bodies hold', () => {
    const body = fc.array(
      fc.oneof(
        fc.constantFrom('\n', `${marker.slice(1)} 1 0  x`, '\n0 0 0', ' 7 0 ', 'HTTP/1.1 200 OK\r\n\r\n'),
        fc.string({ unit: 'binary' }),
      ),
    );
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 4 }), (bodies) => {
        const texts = bodies.map((parts) => Buffer.from(parts.join('')));
        const printed = texts.map((text, at) =>
          Buffer.concat([text, Buffer.from(`\n0.1 ${text.length}\n${marker} ${at} 0  ${marker}\n`)]),
        );
        const encoded = Buffer.concat([...printed, Buffer.from('half of an answer')]).toString('base64');
        const read = readTogether(`together ${marker} base64\n${encoded}\n\n.\n`, 1_000_000);
        const expected = texts.map((text) => `${text.toString('latin1')}\n0.1 ${text.length}\n0 `);
        expect([...read.values()].map((block) => block.toString('latin1'))).toEqual(expected);
      }),
      { numRuns: rounds(1000) },
    );
  });

  it('is nothing where it was cut off', () => {
    expect(readTogether(`together ${marker} base64\nSFRU`, 10).size).toBe(0);
    expect(readTogether('', 10).size).toBe(0);
  });
});
