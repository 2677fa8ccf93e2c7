import { request } from 'undici';

/** What OpenClaw's gateway answered. `text` is cut, and is not ours: untrusted. */
export type WakeAnswer = { status: number; text: string; retryAfterMs: number | null };

export type OpenClawClient = {
  /**
   * POST /hooks/wake (OpenClaw 2026.9): 200 means queued; the same text again is `coalesced` with what is queued.
   * @throws the network's error where there is no answer within `timeoutMs`
   */
  wake(text: string, timeoutMs: number): Promise<WakeAnswer>;
};

const ANSWER_BYTES = 4096;

export function createOpenClawClient(url: string, token: string): OpenClawClient {
  async function wake(text: string, timeoutMs: number): Promise<WakeAnswer> {
    const signal = AbortSignal.timeout(timeoutMs);
    const { statusCode, headers, body } = await request(`${url}/hooks/wake`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text, mode: 'now' }),
      signal,
    });
    let answer = '';
    for await (const chunk of body) {
      answer += String(chunk);
      if (answer.length > ANSWER_BYTES) break;
    }
    const retryAfter = Number(headers['retry-after']);
    return {
      status: statusCode,
      text: answer.slice(0, ANSWER_BYTES),
      retryAfterMs: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter * 1000 : null,
    };
  }

  return { wake };
}
