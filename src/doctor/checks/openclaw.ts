import { z } from 'zod';
import { HttpError } from '../../clients/errors.ts';
import { createOpenClawClient } from '../../clients/openclaw.ts';
import type { WakeAnswer } from '../../clients/openclaw.ts';
import type { Check } from '../check.ts';
import { broken, ok, warning } from '../result.ts';
import type { Line } from '../result.ts';

const DEADLINE_MS = 10_000;
const Refusal = z.object({ error: z.string() });

/**
 * OpenClaw accepts the token. Nobody is woken: OpenClaw checks the token first, then refuses the empty text. Only one
 * request, since twenty bad tokens within a minute lock out the sender.
 */
export const openclaw: Check = {
  name: 'openclaw',
  atStart: true,
  async examine({ env, signal }) {
    const { openclawUrl: url, openclawHookToken: token } = env;
    if (url === null || token === null) return [];
    try {
      const client = createOpenClawClient(url, token);
      return [judge(await client.wake('', DEADLINE_MS, signal))];
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      return [
        broken(
          'OPENCLAW_URL',
          `OpenClaw cannot be reached at ${placeOf(url)} (${error.kind === 'timeout' ? error.message : error.code})`,
          'Start its gateway there, or correct the address.',
        ),
      ];
    }
  },
};

function judge({ status, retryAfterMs, text }: WakeAnswer): Line {
  if (status === 401 || status === 403) {
    const cure = "Set OPENCLAW_HOOK_TOKEN to hooks.token of OpenClaw's configuration.";
    return broken('OPENCLAW_HOOK_TOKEN', 'OpenClaw does not accept it', cure);
  }
  if (status === 429) {
    const detail = 'OpenClaw has locked this computer out after too many bad tokens';
    const cure = `Correct OPENCLAW_HOOK_TOKEN, and try again in ${Math.round((retryAfterMs ?? 60_000) / 1000)} s.`;
    return broken('OPENCLAW_HOOK_TOKEN', detail, cure);
  }
  if (status === 404 || status === 405) {
    const cure = "Turn hooks on in OpenClaw's settings (hooks.enabled), or correct the address.";
    return broken('OPENCLAW_URL', `there is no /hooks/wake (HTTP ${status})`, cure);
  }
  if (status === 400 && errorIn(text) === 'text required')
    return ok('OPENCLAW_URL', 'OpenClaw answers and accepts the token; nobody was woken');
  const cure = 'Check that the address is an OpenClaw gateway of a supported version.';
  return warning('OPENCLAW_URL', `an unknown answer to an empty text (HTTP ${status})`, cure);
}

function errorIn(body: string): string | null {
  try {
    return Refusal.safeParse(JSON.parse(body)).data?.error ?? null;
  } catch {
    return null;
  }
}

/** The address without parts that may be secret. */
function placeOf(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
