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
  /** the webhook's secret, with who has sent wrong signatures; null: GITHUB_WEBHOOK_SECRET is not set */
  secret: (FailedAttempts & { value: string }) | null;
  /** told after a push was stored */
  onPush: () => void;
  /** the commit that this program runs; null: not known */
  version: string | null;
  /** the text that Prometheus reads */
  metrics: { contentType: string; text(): Promise<string> };
  /** ms since the epoch */
  now(): number;
  /** the name or address that the server listens on, and the machine's own name */
  hosts: readonly string[];
  startedAt: number;
};

/** What a request says before its body. */
export type AskedFor = {
  headers: Pick<Headers, 'get'>;
  /** the address of the other end of the connection */
  address: string;
};

/** A request whose body has not been read yet. */
export type Asked = AskedFor & {
  /** what it was sent to, with the name of the host */
  url: string;
  /** The whole body, whatever its content type; what to answer where it is too long, or too much is being received. */
  body(): Promise<Uint8Array | Response>;
};

/** One file an endpoint, listed in index.ts. What it throws is an internal error: 500, and an id that is in the log. */
export type Endpoint = {
  method: 'GET' | 'POST';
  path: string;
  /**
   * What a request is by its head: refused, `known` by its token, or one that its body has to prove. An endpoint without
   * it is open to everybody.
   */
  admit?(asked: AskedFor, context: EndpointContext): Response | 'known' | 'unproven';
  /** Called for what was admitted alone. */
  answer(asked: Asked, context: EndpointContext): Response | Promise<Response>;
};
