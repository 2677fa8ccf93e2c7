import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';

export type Session = {
  id: string;
  intents: number;
  /** Sends an event, or keeps it for a resume while the connection is gone. */
  dispatch(event: string, data: unknown): void;
};
type Live = Session & { socket: WebSocket | null; log: { s: number; text: string }[] };

/** Gateway sessions: each keeps its events, so that a resume after a lost connection misses none. */
export function createSessions() {
  const sessions = new Map<string, Live>();
  const emitter = new EventEmitter<{ presence: [boolean] }>();
  const isOnline = () => [...sessions.values()].some(({ socket }) => socket !== null);

  function open(socket: WebSocket, intents: number): Session {
    const live: Live = {
      id: randomBytes(16).toString('hex'),
      intents,
      socket,
      log: [],
      dispatch(event, data) {
        const s = live.log.length + 1;
        const text = JSON.stringify({ op: 0, t: event, s, d: data });
        live.log.push({ s, text });
        live.socket?.send(text);
      },
    };
    sessions.set(live.id, live);
    emitter.emit('presence', true);
    return live;
  }

  return {
    open,
    resume(id: string | null, seq: number | null, socket: WebSocket): Session | null {
      const live = sessions.get(id ?? '');
      if (!live || seq === null || seq > live.log.length) return null;
      live.socket = socket;
      for (const { text } of live.log.slice(seq)) socket.send(text);
      emitter.emit('presence', true);
      return live;
    },
    /** A clean goodbye (1000, 1001) ends the session, anything else may be resumed. */
    detach(session: Session, socket: WebSocket, code: number): void {
      const live = sessions.get(session.id);
      if (live?.socket !== socket) return;
      live.socket = null;
      if (code === 1000 || code === 1001) sessions.delete(session.id);
      emitter.emit('presence', isOnline());
    },
    dispatch(event: string, data: unknown, intent: number): void {
      for (const session of sessions.values())
        if (intent === 0 || session.intents & intent) session.dispatch(event, data);
    },
    drop(): void {
      for (const session of sessions.values()) session.socket?.terminate();
    },
    isOnline,
    onPresence(listener: (online: boolean) => void): () => void {
      emitter.on('presence', listener);
      return () => emitter.off('presence', listener);
    },
  };
}
