import { Duplex, PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { feedScript } from '../../../src/clients/ssh/session.ts';

/** A channel on which output, end and close came in one packet with its opening, as ssh2 leaves it to us. */
function endedChannel(output: string) {
  const channel = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  channel.push(output);
  channel.push(null);
  channel.once('end', () => channel.emit('close'));
  return Object.assign(channel, { stderr: new PassThrough(), close() {} });
}

it.each([
  ['closed', new AbortController()],
  ['lost', abortedSoon()],
])('a session whose end came with its beginning is %s', async (end, gone) => {
  const said: string[] = [];
  const connection = { lost: gone.signal };
  const ended = feedScript(connection as never, endedChannel('files only\n') as never, {
    script: 'exit 0\n',
    connectTimeoutMs: 1000,
    deadlineMs: 1000,
    onOutput(chunk) {
      said.push(chunk.toString());
      return 'more';
    },
  });
  expect(await ended).toBe(end);
  expect(said).toEqual(['files only\n']);
});

function abortedSoon() {
  const gone = new AbortController();
  gone.abort();
  return gone;
}
