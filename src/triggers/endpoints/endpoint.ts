import type { Logger } from 'pino';
import type { App } from '../../app.ts';
import type { Bearer } from '../bearer.ts';
import type { FailedAttempts } from '../failed-attempts.ts';

/** What the endpoints share. */
export type EndpointContext = {
  app: App;
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** holds the bearer token; null: TRIGGER_TOKEN is not set */
  bearer: Bearer | null;
  /** the webhook's secret, and who has sent wrong signatures; null: GITHUB_WEBHOOK_SECRET is not set */
  secret: (FailedAttempts & { value: string }) | null;
  /** called after a push was stored */
  onPush: () => void;
  /** the commit that this program runs; null if not known */
  version: string | null;
  /** the text for Prometheus */
  metrics: { contentType: string; text(): Promise<string> };
  /** ms since the epoch */
  now(): number;
  /** the name or address that the server listens on, and the machine's own name */
  hosts: readonly string[];
  startedAt: number;
};

/** The head of a request. */
export type AskedFor = {
  headers: Pick<Headers, 'get'>;
  /** the address of the other end of the connection */
  address: string;
};

/** A request whose body has not been read yet. */
export type Asked = AskedFor & {
  /** its target, with the host's name */
  url: string;
  /** The whole body, whatever its content type; or the answer if it is too long, or too much is being received. */
  body(): Promise<Uint8Array | Response>;
};

/** One file per endpoint, listed in index.ts. Whatever it throws is an internal error: 500, and an id that is in the log. */
export type Endpoint = {
  method: 'GET' | 'POST';
  path: string;
  /**
   * Judges a request by its head: refused, `known` by its token, or to be proven by its body. An endpoint without this is
   * open to everybody.
   */
  admit?(asked: AskedFor, context: EndpointContext): Response | 'known' | 'unproven';
  /** Called only for admitted requests. */
  answer(asked: Asked, context: EndpointContext): Response | Promise<Response>;
};
