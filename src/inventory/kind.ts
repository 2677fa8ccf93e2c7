import { FindingType, severities } from '../report/finding-types.ts';
import type { Severity } from '../report/finding-types.ts';
import type { Service } from './manifest.ts';

const tradingWords = ['shiva', 'foresight', 'leverage'];

/**
 * The trading bot that a name means, or null: a word of it in any spelling (`foresight-docs`, `ShivaBot`, `shiva2`),
 * since a name that only looks like one must fail closed.
 */
export function tradingWordOf(name: string): string | null {
  // marks and invisible characters would hide a word
  const plain = name.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '');
  const words = [
    ...(plain.match(/\p{L}+/gu) ?? []),
    ...(plain.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}]+/gu) ?? []),
  ].map((word) => word.toLowerCase());
  return tradingWords.find((word) => words.includes(word)) ?? null;
}

/** A service's kind, and what to say where its name decided otherwise than the manifest. */
export function kindOf(
  name: string,
  declared: Service['kind'] | undefined,
  risk: Severity,
): { kind: Service['kind']; note: string | null } {
  const written = declared ?? (risk === 'CRITICAL' ? 'trading' : 'stateful');
  const word = tradingWordOf(name);
  if (word === null || written === 'trading') return { kind: written, note: null };
  const overridden = declared === undefined ? '' : `, although the manifest says kind: ${declared}`;
  return {
    kind: 'trading',
    note: `${name} counts as trading: its name holds the word ${word}${overridden}`,
  };
}

// DESIGN 6: every finding on a trading service is CRITICAL, but for these.
const tradingFloors: Service['severity'] = { health_missing: 'HIGH', uptime_high: 'LOW' };

/** The types whose severity `wanted` would lower for a trading service. */
export function loweredForTrading(wanted: Service['severity']): FindingType[] {
  return FindingType.options.filter((type) => {
    const severity = wanted[type];
    const floor = tradingFloors[type] ?? 'CRITICAL';
    return severity !== undefined && severities.indexOf(severity) > severities.indexOf(floor);
  });
}
