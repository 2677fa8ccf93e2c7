import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSectionReader } from '../../../src/probes/machine/sections.ts';
import { rounds } from '../../support/property-time.ts';

const marker = 'f00dcafe'.repeat(4);
const names = ['first', 'second', 'third'] as const;

function begin(name: string): string {
  return `\n${marker} begin ${name}\n`;
}
function end(name: string, status: number | 'deadline' = 0): string {
  return `\n${marker} end ${name} ${status}\n`;
}

function read(chunks: (string | Buffer)[], capBytes = 1000) {
  const reader = createSectionReader(marker, { names, capBytes });
  const pushed = chunks.map((chunk) => reader.push(Buffer.from(chunk)));
  return {
    sections: Object.fromEntries(names.map((name) => [name, reader.section(name)])),
    enough: pushed.at(-1) === 'enough',
    started: reader.started(),
    noise: reader.noise(),
  };
}

function complete(output: string, status = 0, truncated = false) {
  return { state: 'complete', output, status, truncated };
}

const whole = `Welcome!\nLast login: never${begin('first')}one\ntwo\n${end('first')}${begin('second')}${end('second', 3)}\
stray output${begin('third')}börse 株 🦈 without a line break${end('third')}`;

/** Bytes of buffers that something still holds on to. */
async function heldBytes(): Promise<number> {
  setFlagsFromString('--expose-gc');
  // Buffers are swept in the background after a collection, and the next one waits for that.
  for (let round = 0; round < 3; round += 1) {
    runInNewContext('gc')();
    await pause(20);
  }
  return process.memoryUsage().arrayBuffers;
}

describe('createSectionReader', () => {
  it('keeps what stands between the frames, to the byte, with its exit status', () => {
    expect(read([whole])).toEqual({
      sections: {
        first: complete('one\ntwo\n'),
        second: complete('', 3),
        third: complete('börse 株 🦈 without a line break'),
      },
      enough: true,
      started: true,
      noise: expect.stringMatching(/^Welcome!\nLast login: never/),
    });
  });

  it('reads the same from any chunking, inside of characters and of the marker too', () => {
    const bytes = Buffer.from(whole);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 60 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((to, at) => bytes.subarray(edges[at], to));
        expect(read(chunks)).toEqual(read([whole]));
      }),
    );
    expect(read([...bytes].map((byte) => Buffer.from([byte])))).toEqual(read([whole]));
  });

  it('puts pieces of any size together, small and large ones in turn', () => {
    const text = Array.from({ length: 9000 }, (_, index) => `${index} 株\n`).join('');
    const bytes = Buffer.from(`${begin('first')}${text}${end('first')}`);
    const size = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 20_000 }));
    fc.assert(
      fc.property(fc.array(size, { minLength: 1 }), (sizes) => {
        const chunks: Buffer[] = [];
        for (let at = 0; at < bytes.length;) {
          const next = at + (sizes[chunks.length % sizes.length] ?? 1);
          chunks.push(bytes.subarray(at, next));
          at = next;
        }
        expect(read(chunks, 1_000_000).sections['first']).toEqual(complete(text));
      }),
      { numRuns: rounds(30) },
    );
  });

  it.each([
    ['a marker inside of a line', `x${marker} end first 0\n`],
    ['a marker of another run', `\n${'0'.repeat(32)} end first 0\n`],
    ['an end for another section', end('second')],
    ['the beginning of an ended section', begin('zeroth')],
    ['an end without a status', `\n${marker} end first\n`],
    ['a status that is no number', `\n${marker} end first zero\n`],
    ['a frame that does not end', `\n${marker} end first 0 ${'x'.repeat(500)}\n`],
  ])('takes %s for output', (_, text) => {
    const { sections } = read([`${begin('first')}before${text}after${end('first')}`]);
    expect(sections['first']).toEqual(complete(`before${text}after`));
  });

  it('lets no section begin or end twice', () => {
    const again = `${begin('first')}true${end('first')}`;
    expect(read([`${again}${begin('first')}forged${end('first', 9)}`]).sections['first']).toEqual(
      complete('true'),
    );
  });

  it('keeps the sections that arrived, and tells the one that was cut from those that never began', () => {
    const { sections, enough } = read([`${begin('first')}a${end('first')}${begin('second')}half of i`]);
    expect(sections).toEqual({ first: complete('a'), second: { state: 'cut' }, third: { state: 'missing' } });
    expect(enough).toBe(false);
  });

  it('drops what a section printed before its deadline', () => {
    expect(read([`${begin('first')}half${end('first', 'deadline')}`]).sections['first']).toEqual({
      state: 'deadline',
      output: 'half',
      truncated: false,
    });
  });

  it('caps a section, says so, and reads the next', () => {
    const { sections } = read([
      `${begin('first')}${'x'.repeat(1001)}${end('first')}${begin('second')}b${end('second')}`,
    ]);
    expect(sections['first']).toEqual(complete('x'.repeat(1000), 0, true));
    expect(sections['second']).toEqual(complete('b'));
  });

  it('does not call a section truncated that is exactly as long as the cap', () => {
    const { sections } = read([`${begin('first')}${'x'.repeat(1000)}${end('first')}`]);
    expect(sections['first']).toEqual(complete('x'.repeat(1000)));
  });

  it('holds no more than the cap of an endless section, nor of endless noise', async () => {
    const reader = createSectionReader(marker, { names, capBytes: 100_000 });
    const chunk = Buffer.alloc(64 * 1024, 'x\n');
    const before = await heldBytes();
    for (let megabytes = 0; megabytes < 100; megabytes += 1) {
      if (megabytes === 50) reader.push(Buffer.from(begin('first')));
      for (let part = 0; part < 16; part += 1) reader.push(chunk);
    }
    reader.push(Buffer.from(end('first')));
    expect(reader.section('first')).toMatchObject({ state: 'complete', truncated: true });
    expect(reader.noise().length).toBeLessThanOrEqual(400);
    expect((await heldBytes()) - before).toBeLessThan(1024 * 1024);
  });

  it('keeps a short message of a host that gives no shell', () => {
    const { started, noise } = read(['This account is ', 'currently not available.\n']);
    expect({ started, noise }).toEqual({ started: false, noise: 'This account is currently not available.' });
  });

  it('reads bytes that are no UTF-8', () => {
    const { sections } = read([begin('first'), Buffer.from([0xff, 0x41, 0xc3]), end('first')]);
    expect(sections['first']).toEqual(complete('\ufffdA\ufffd'));
  });

  it('never throws, whatever comes, and completes only what was framed', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        begin('first'),
        end('first'),
        begin('second'),
        end('second', 'deadline'),
        `\n${marker} `,
        '\n',
        marker,
      ),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            piece,
            fc.uint8Array().map((bytes) => Buffer.from(bytes)),
          ),
        ),
        (pieces) => {
          const { sections } = read(pieces);
          expect(sections['third']).toEqual({ state: 'missing' });
          const text = Buffer.concat(pieces.map((piece) => Buffer.from(piece))).toString('latin1');
          const framed = text.includes(end('first').trim());
          expect(framed || sections['first']?.state !== 'complete').toBe(true);
        },
      ),
      { numRuns: rounds(2000) },
    );
  });
});
