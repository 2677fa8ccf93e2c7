export type HttpAnswer = {
  status: number;
  /** names in lower case */
  headers: Record<string, string>;
  body: Buffer;
  /** the body was longer than the cap */
  truncated: boolean;
  duration_ms: number;
};

export type HttpClient = {
  /** @throws HttpError when there is no answer; a status of any kind is an answer */
  get(
    url: string,
    options: { headers: Record<string, string>; timeoutMs: number; maxBytes: number },
  ): Promise<HttpAnswer>;
  close(): Promise<void>;
};
