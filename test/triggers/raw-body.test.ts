import { PassThrough } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../src/triggers/raw-body.ts';

const LONGEST = 2 * 1024 * 1024;

/** A body that the test sends, with what was taken of the budget for it. */
function scene(headers: Record<string, string> = {}, room = Number.POSITIVE_INFINITY) {
  const sent = new PassThrough({ highWaterMark: 2 * LONGEST });
  const incoming = Object.assign(sent, { headers }) as unknown as IncomingMessage;
  const taken: number[] = [];
  const cut = Promise.withResolvers<void>();
  let asked = 0;
  const lease = {
    take(bytes: number) {
      taken.push(bytes);
      return taken.reduce((sum, each) => sum + each, 0) <= room;
    },
    release() {},
    cut: cut.promise,
  };
  const body = readBody(incoming, { writeContinue: () => (asked += 1) }, lease);
  body.catch(() => undefined);
  return { sent, body, taken, cut: cut.resolve, asked: () => asked };
}

async function textOf(body: Promise<Uint8Array | Response>): Promise<string> {
  const bytes = await body;
  return bytes instanceof Response ? 'refused' : new TextDecoder().decode(bytes);
}

async function refusal(body: Promise<Uint8Array | Response>) {
  const answer = await body;
  if (!(answer instanceof Response)) return answer;
  const told = (await answer.json()) as { error: { type: string; message: string } };
  return [answer.status, told.error.type, Object.fromEntries(answer.headers), told.error.message];
}

const busy = [
  503,
  'unavailable',
  { connection: 'close', 'content-type': 'application/json', 'retry-after': '15' },
  'Too many bodies are being received: try again in 15 s',
];
const tooLarge = [
  413,
  'invalid_request_error',
  { connection: 'close', 'content-type': 'application/json' },
  'Payload too large',
];

describe('a body', () => {
  it('is what was sent, in the order of its pieces', async () => {
    const { sent, body } = scene({ 'content-length': '4' });
    sent.write('ab');
    await nextTurn();
    sent.end('cd');
    expect(await textOf(body)).toBe('abcd');
  });

  it.each([
    ['of 2 MiB is read', LONGEST, 'read'],
    ['of a byte more is refused by its length alone', LONGEST + 1, tooLarge],
  ])('%s', async (_, length, outcome) => {
    const { sent, body } = scene({ 'content-length': String(length) });
    sent.end(Buffer.alloc(1));
    expect(outcome === 'read' ? (await body) instanceof Uint8Array : await refusal(body)).toEqual(
      outcome === 'read' ? true : outcome,
    );
  });

  it.each([
    [LONGEST, null],
    [LONGEST + 1, tooLarge],
  ])('of %s bytes whose length nobody knew', async (length, outcome) => {
    const { sent, body } = scene();
    sent.write(Buffer.alloc(length - 1));
    await nextTurn();
    sent.end(Buffer.alloc(1));
    expect(outcome === null ? (await body) instanceof Uint8Array : await refusal(body)).toEqual(
      outcome ?? true,
    );
  });

  it.each([
    [4096, null],
    [4097, tooLarge],
  ])('of %s pieces', async (pieces, outcome) => {
    const { sent, body } = scene();
    for (let at = 0; at < pieces; at += 1) {
      sent.write('x');
      await nextTurn();
    }
    sent.end();
    expect(outcome === null ? (await textOf(body)).length : await refusal(body)).toEqual(outcome ?? pieces);
  });

  it('is counted once as it is declared, and each piece for what it costs besides', async () => {
    const { sent, body, taken } = scene({ 'content-length': '4' });
    sent.write('ab');
    await nextTurn();
    sent.write('cd');
    await nextTurn();
    // Node does not give more than was declared. If it did, that would count.
    sent.end('e');
    await body;
    expect(taken).toEqual([4, 512, 512, 513]);
  });

  it('is counted as it comes where nothing is declared', async () => {
    const { sent, body, taken } = scene();
    sent.end('abc');
    await body;
    expect(taken).toEqual([0, 515]);
  });

  it('that finds no room is not begun', async () => {
    const { body, asked, sent } = scene({ 'content-length': '100', expect: '100-continue' }, 99);
    expect([await refusal(body), asked(), sent.listenerCount('data')]).toEqual([busy, 0, 0]);
  });

  it('that finds no room on its way is thrown away', async () => {
    const { sent, body } = scene({}, 1000);
    sent.write('a');
    await nextTurn();
    sent.write('b');
    expect(await refusal(body)).toEqual(busy);
    // The rest flows, and nobody keeps it.
    expect([sent.listenerCount('data'), sent.readableFlowing]).toEqual([0, true]);
  });

  it('that has to give way is thrown away', async () => {
    const { sent, body, cut } = scene();
    sent.write('a');
    await nextTurn();
    cut();
    expect(await refusal(body)).toEqual(busy);
    expect([sent.listenerCount('data'), sent.readableFlowing]).toEqual([0, true]);
  });

  it.each([
    ['100-continue', 1],
    ['100-Continue', 1],
    ['tea', 0],
    [null, 0],
  ])('is asked for where its sender waits: %s', async (expected, count) => {
    const { sent, body, asked } = scene(expected === null ? {} : { expect: expected });
    sent.end('a');
    await body;
    expect(asked()).toBe(count);
  });

  it('that breaks off is an error', async () => {
    const broken = scene();
    broken.sent.destroy(new Error('reset'));
    await expect(broken.body).rejects.toThrow('reset');
    const closed = scene();
    closed.sent.destroy();
    await expect(closed.body).rejects.toThrow('The connection ended before the body');
  });
});
