import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Interaction } from './interactions/interaction.ts';
import type { Message, StoredCommand } from './gateway/protocol.ts';
import { bySnowflake } from './gateway/snowflake.ts';

export type UploadedFile = { name: string; type: string; bytes: Uint8Array };
export type StoredFile = UploadedFile & { path: string };
export type RequestLog = { at: number; method: string; path: string; status: number; body: unknown };

/** What happened, for the page and for those who wait. */
export type Change =
  | { kind: 'message'; message: Message; created: boolean }
  | { kind: 'deleted'; message: Message }
  | { kind: 'commands' }
  | { kind: 'answered'; interaction: Interaction }
  | { kind: 'failed'; interaction: Interaction };

export type Store = ReturnType<typeof createStore>;

/** Everything that the sandbox remembers, and the one place that announces changes. */
export function createStore() {
  const emitter = new EventEmitter<{ change: [Change] }>();
  emitter.setMaxListeners(0);
  const messages = new Map<string, Message>();
  return {
    messages,
    commands: new Map<string, StoredCommand>(),
    interactions: new Map<string, Interaction>(),
    files: new Map<string, StoredFile>(),
    /** nonce -> message and when it was made */
    nonces: new Map<string, { id: string; at: number }>(),
    requests: new Array<RequestLog>(),
    unknown: new Array<string>(),

    announce(change: Change): void {
      emitter.emit('change', change);
    },
    /** Calls back at each change until the returned function is called. */
    watch(listener: (change: Change) => void): () => void {
      emitter.on('change', listener);
      return () => emitter.off('change', listener);
    },
    /** Oldest first. */
    inChannel(channelId: string): Message[] {
      return [...messages.values()]
        .filter((message) => message.channel_id === channelId)
        .sort((a, b) => bySnowflake(a.id, b.id));
    },
  };
}

/** A token like an interaction's: opaque and unguessable. */
export function createToken(): string {
  return randomBytes(48).toString('base64url');
}
