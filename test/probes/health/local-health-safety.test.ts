import { readFileSync, readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../support/machines/folder.ts';
import { serve } from '../../support/servers/http-servers.ts';
import { lacks } from '../../support/machines/system.ts';
import {
  askLocally,
  localService,
  observeLocally,
  pathWith,
} from '../../support/probes/local-health-scene.ts';

const seed = '{"version":"a3f8c21","pid":4182,"uptime_seconds":12.5}';

/** All command lines of the machine, as `ps` shows them to everybody. */
function commandLines(): string {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    })
    .join('\n');
}

describe.skipIf(lacks(['curl', 'curl'], ['wget', 'wget']))('local_health', () => {
  it('shows neither address nor headers to ps', async () => {
    let seen = '';
    const { origin, requests } = await serve((_, response) => {
      seen = commandLines();
      response.end(seed);
    });
    const service = localService(`${origin.replace('//', '//knox:hunter2@')}/health?key=s3cret`, {
      headers: { 'X-Token': 'tok3n' },
    });
    expect(await askLocally(service, await pathWith({ curl: 'curl' }))).toMatchObject({ ok: true });
    expect(requests[0]?.headers['x-token']).toBe('tok3n');
    expect(requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('knox:hunter2').toString('base64')}`,
    );
    expect(requests[0]?.url).toBe('/health?key=s3cret');
    expect(seen).toContain('curl -q --config -');
    expect(seen).not.toMatch(/hunter2|s3cret|tok3n|\/health\?/);
  });

  it.each([
    ['headers', (origin: string) => localService(origin, { headers: { 'X-Token': 'tok3n' } })],
    ['a query', (origin: string) => localService(`${origin}/?key=s3cret`)],
    ['a password', (origin: string) => localService(origin.replace('//', '//knox:hunter2@'))],
  ])('does not ask by wget with %s', async (_, service) => {
    const { origin, sockets } = await serve((_, response) => response.end(seed));
    const answer = await askLocally(service(origin), await pathWith({ wget: 'wget' }));
    expect(answer).toMatchObject({
      ok: false,
      reason: 'unsupported',
      detail: expect.stringContaining('needs curl'),
    });
    expect(sockets).toHaveLength(0);
  });

  it('sends no header to another server, whatever a redirect says', async () => {
    const other = await serve((_, response) => response.end(seed));
    const { origin, requests } = await serve((request, response) => {
      if (request.url === '/health') response.writeHead(307, { location: `${other.origin}/steal` }).end();
      else response.end(seed);
    });
    const service = localService(`${origin}/health`, { headers: { 'X-Token': 'tok3n' } });
    expect(await askLocally(service, await pathWith({ curl: 'curl' }))).toMatchObject({
      value: { status: 307, version: null },
    });
    expect(other.sockets).toHaveLength(0);
    expect(requests[0]?.headers['x-token']).toBe('tok3n');
  });

  it.each([
    `'; touch PWNED; '`,
    `"$(touch PWNED)"`,
    '`touch PWNED`',
    String.raw`\" -o PWNED \\`,
    String.raw`\\"; touch PWNED; "`,
    '@PWNED',
    '%{time_total} $HOME !! ; # &',
    '',
  ])('passes %j as a header and in the address as it is', async (text) => {
    const folder = await testFolder();
    const odd = text.replace('PWNED', `${folder}/pwned`);
    const { origin, requests } = await serve((_, response) => response.end(seed));
    const url = new URL(`${origin}/${encodeURI(odd)}'$(touch$IFS${folder}/pwned)[1-9]{a,b}`);
    const service = localService(url.href, { headers: { 'X-Odd': odd } });
    expect(await askLocally(service, await pathWith({ curl: 'curl', touch: 'touch' }))).toMatchObject({
      ok: true,
    });
    expect(requests.map(({ headers }) => headers['x-odd'])).toEqual([odd]);
    expect(requests[0]?.url).toBe(url.pathname + url.search);
    expect(await readdir(folder)).toEqual([]);
  });

  it('passes an odd address to wget as it is', async () => {
    const folder = await testFolder();
    const { origin, requests } = await serve((_, response) => response.end(seed));
    const url = new URL(`${origin}/'$(touch$IFS${folder}/pwned)';touch$IFS${folder}/pwned`);
    const path = await pathWith({ wget: 'wget', touch: 'touch' });
    expect(await askLocally(localService(url.href), path)).toMatchObject({ ok: true });
    expect(requests.map((request) => request.url)).toEqual([url.pathname]);
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['a line break', { 'X-Odd': 'a\r\nurl = "file:///etc/passwd"' }],
    ['a NUL', { 'X-Odd': 'a\0b' }],
    ['a name that is none', { '@/etc/passwd': 'x' }],
    ['an empty name', { '': 'x' }],
    ['other letters', { 'X-Odd': 'ü' }],
  ])('does not ask with a header of %s, and asks for the others all the same', async (_, headers) => {
    const { origin, requests } = await serve((_, response) => response.end(seed));
    const services = [localService(origin, { headers }), localService(origin, { name: 'shiva' })];
    expect(await observeLocally(services, await pathWith({ curl: 'curl' }))).toMatchObject({
      value: {
        'akashic-records': { localhost: { ok: false, reason: 'unsupported' } },
        shiva: { localhost: { ok: true } },
      },
    });
    expect(requests).toHaveLength(1);
  });
});
