import { EventEmitter } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createGate } from '../../../src/triggers/connections/gate.ts';

/** A connection whose requests the gate sees; `answer` is what its doorkeeper says to each. */
function scene(answer: () => Response | null) {
  const gate = createGate(answer);
  const said: (string | null)[] = [];
  const socket = Object.assign(new EventEmitter(), {
    destroyed: false,
    end: (text?: string) => void said.push(text ?? null),
    destroy: () => void (socket.destroyed = true),
  });
  const server = new EventEmitter();
  gate.watch(server as Server);
  const wire = socket as unknown as Socket;
  function request(method = 'GET') {
    const made = Object.assign(new gate.Gated(wire), { method, url: '/' });
    return { made, isStopped: made.upgrade };
  }
  /** It is being answered until what is returned is emitted `close`. */
  function served(made = request().made) {
    const response = new EventEmitter();
    gate.count(made, response as ServerResponse);
    return response;
  }
  const stopped = async (made: ReturnType<typeof request>['made']) => {
    server.emit('upgrade', made, wire);
    await nextTurn();
  };
  return { socket, said, request, served, stopped };
}

const refusal = () => new Response('é', { status: 411, headers: { 'X-Why': 'length' } });

it('answers what it refuses with its own length, and ends the connection', async () => {
  const { said, request, stopped } = scene(refusal);
  const { made, isStopped } = request();
  await stopped(made);
  expect([isStopped, ...said]).toEqual([
    true,
    'HTTP/1.1 411 Length Required\r\nconnection: close\r\ncontent-length: 2\r\ncontent-type: text/plain;charset=UTF-8\r\nx-why: length\r\n\r\né',
  ]);
});

it('admits what is not refused, as often as it is asked', () => {
  const { made, isStopped } = scene(() => null).request();
  expect([isStopped, made.upgrade]).toEqual([false, false]);
});

it('ends a tunnel without a word', async () => {
  const { said, request, stopped } = scene(() => null);
  const { made, isStopped } = request('CONNECT');
  await stopped(made);
  expect([isStopped, ...said]).toEqual([true, null]);
});

it('says nothing out of turn: while another answer is due, the connection ends after its farewell', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { socket, said, request, served, stopped } = scene(refusal);
  served();
  await stopped(request().made);
  expect([said, socket.destroyed]).toEqual([[], false]);
  vi.advanceTimersByTime(500);
  expect(socket.destroyed).toBe(true);
});

it('takes two requests ahead, and one more with each answer that is through', async () => {
  const { said, request, served, stopped } = scene(() => null);
  const [first, second] = [served(), served()];
  const third = request();
  expect(third.isStopped).toBe(true);
  first.emit('close');
  const fourth = request();
  expect(fourth.isStopped).toBe(false);
  served(fourth.made);
  expect(request().isStopped).toBe(true);
  second.emit('close');
  await stopped(third.made);
  expect(said).toEqual([]);
});

it('outlives a connection that breaks off, and forgets its farewell', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { socket, request, stopped } = scene(refusal);
  await stopped(request().made);
  expect(vi.getTimerCount()).toBe(1);
  socket.emit('error', new Error('reset'));
  socket.emit('close');
  expect(vi.getTimerCount()).toBe(0);
});
