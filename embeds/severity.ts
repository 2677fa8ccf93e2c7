import { severities } from '../src/findings/severity.ts';
import type { Severity } from '../src/findings/severity.ts';
import type { Finding } from '../src/findings/finding.ts';

type Shade = Severity | 'unknown' | 'in_sync' | 'progress' | 'error';

/** The only colour and emoji table. Colours are 0xRRGGBB. */
export const shades = {
  CRITICAL: { colour: 0xed_42_45, dot: '🔴', word: 'critical' },
  HIGH: { colour: 0xf5_7c_1f, dot: '🟠', word: 'high' },
  LOW: { colour: 0xfe_e7_5c, dot: '🟡', word: 'low' },
  unknown: { colour: 0x95_a5_a6, dot: '⚪', word: 'unknown' },
  in_sync: { colour: 0x57_f2_87, dot: '🟢', word: 'in sync' },
  progress: { colour: 0x58_65_f2, dot: '🔵', word: 'running' },
  error: { colour: 0x99_2d_22, dot: '⛔', word: 'error' },
} as const satisfies Record<Shade, { colour: number; dot: string; word: string }>;

/** The worst severity among the findings; null if there are none. */
export function worst(findings: readonly Pick<Finding, 'severity'>[]): Severity | null {
  return severities.find((severity) => findings.some((finding) => finding.severity === severity)) ?? null;
}
