import type { Certificate, Trust } from './connect.ts';

export type HttpAnswer = {
  status: number;
  /** names in lower case */
  headers: Record<string, string>;
  body: Buffer;
  /** the body was longer than the cap */
  truncated: boolean;
  duration_ms: number;
  /** the server's TLS certificate */
  certificate: Certificate | null;
};

export type HttpClient = {
  /**
   * One GET on a connection of its own. At most 3 redirects are followed, and only within the origin; a redirect
   * elsewhere is the answer. `timeoutMs` covers everything from DNS to the last byte; `maxBytes` is for the body
   * before and after decompression.
   * @throws HttpError when there is no answer; a status of any kind is an answer
   */
  get(url: string, options: GetOptions): Promise<HttpAnswer>;
  /** Aborts running requests. */
  close(): Promise<void>;
};

export type GetOptions = {
  headers: Record<string, string>;
  timeoutMs: number;
  maxBytes: number;
  /** default: the authorities that Node knows */
  trust?: Trust;
};
