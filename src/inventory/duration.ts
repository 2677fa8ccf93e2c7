const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `15m` -> 900000 (ms); null if `text` is no duration. */
export function parseDuration(text: string): number | null {
  const match = /^(\d{1,6})\s*([smhd])$/.exec(text);
  const unit = unitMs[match?.[2] ?? ''];
  return match && unit !== undefined ? Number(match[1]) * unit : null;
}
