import type { Socket } from 'node:net';

type Done = (error?: Error | null) => void;

/**
 * Sends all that is written to a socket in one turn together. ssh2 writes each packet in three pieces (ssh2,
 * lib/protocol/crypto.js), and with `noDelay` each would be a call of the system and a segment of its own.
 */
export function writeTogether(socket: Socket): Socket {
  const write = socket.write.bind(socket);
  socket.write = (bytes: Uint8Array | string, encoding?: BufferEncoding | Done, done?: Done): boolean => {
    if (socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(() => socket.uncork());
    }
    return typeof encoding === 'function' ? write(bytes, encoding) : write(bytes, encoding, done);
  };
  return socket;
}
