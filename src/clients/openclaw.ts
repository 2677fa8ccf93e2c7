import { call } from './http/call.ts';

/** The answer of OpenClaw's gateway. `text` is cut, and untrusted. */
export type WakeAnswer = { status: number; text: string; retryAfterMs: number | null };

export type OpenClawClient = {
  /**
   * POST /hooks/wake (OpenClaw 2026.9): 200 means queued; the same text again is `coalesced` with what is queued.
   * @throws HttpError if there is no answer within `timeoutMs`
   */
  wake(text: string, timeoutMs: number, signal?: AbortSignal): Promise<WakeAnswer>;
};

export function createOpenClawClient(url: string, token: string): OpenClawClient {
  async function wake(text: string, timeoutMs: number, signal?: AbortSignal): Promise<WakeAnswer> {
    const answer = await call(`${url}/hooks/wake`, {
      headers: { authorization: `Bearer ${token}` },
      json: { text, mode: 'now' },
      timeoutMs,
      signal: signal ?? null,
    });
    const retryAfter = Number(answer.headers['retry-after']);
    return {
      status: answer.status,
      text: answer.text,
      retryAfterMs: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter * 1000 : null,
    };
  }

  return { wake };
}
