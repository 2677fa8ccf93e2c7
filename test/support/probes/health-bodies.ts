import { readHealth } from '../../../src/probes/health/health-body.ts';

/** When the bodies of these tests are read, in ms. */
export const now = Date.parse('2026-03-29T18:00:00Z');

export const nothing = { format: 'none', version: null, pid: null, uptime_seconds: null };

/** What a body says but for its state, of which comparison/health-verdict.test.ts is. */
export function readFacts(...given: Parameters<typeof read>): Omit<ReturnType<typeof read>, 'said'> {
  const { said: _, ...facts } = read(...given);
  return facts;
}

/** Reads a body given as bytes, as text, or as what its JSON says. */
export function read(body: unknown, headers: Record<string, string> = {}, versionPath: string | null = null) {
  const bytes = Buffer.isBuffer(body)
    ? body
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return readHealth({ headers, body: bytes }, { versionPath, now });
}
