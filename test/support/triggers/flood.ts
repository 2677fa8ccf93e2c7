import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

export const forged = `x-hub-signature-256: sha256=${'0'.repeat(64)}\r\n`;

/** A connection to loopback whose trouble is nobody's; it reads nothing until it is resumed. */
export function dial(port: number, from?: string): Socket {
  const socket = connect({ host: '127.0.0.1', port, localAddress: from });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  return socket;
}

/** All that comes back on a connection until it is closed. */
export function heard(socket: Socket): { said: string; isClosed: boolean } {
  const ear = { said: '', isClosed: false };
  socket.on('data', (bytes: Buffer) => (ear.said += bytes.toString('latin1')));
  socket.once('close', () => (ear.isClosed = true));
  return ear;
}

/** Opens connections, not all in one moment, and says to each what it is to say. */
export async function flood(port: number, count: number, say: (socket: Socket) => void): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let at = 0; at < count; at += 1) {
    const socket = dial(port);
    sockets.push(socket);
    say(socket);
    if (at % 50 === 49) await pause(5);
  }
  return sockets;
}

/** The most memory that a process has held at one time, in MiB (proc(5), VmHWM). */
export function peakOf(pid: number): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
