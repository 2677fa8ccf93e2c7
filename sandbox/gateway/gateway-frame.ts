import { z } from 'zod';

const Frame = z.object({
  op: z.int(),
  d: z
    .object({
      token: z.string().nullable().catch(null),
      intents: z.int().nullable().catch(null),
      session_id: z.string().nullable().catch(null),
      seq: z.int().nullable().catch(null),
      nonce: z.string().nullable().catch(null),
    })
    .catch({ token: null, intents: null, session_id: null, seq: null, nonce: null }),
});

/** What a client said on the gateway; op -1 for nonsense. */
export function frame(text: string): z.infer<typeof Frame> {
  try {
    return Frame.parse(JSON.parse(text));
  } catch {
    return Frame.parse({ op: -1 });
  }
}
