import { describe, expect, it } from 'vitest';
import { severityOf } from '../../src/comparison/severity.ts';
import { loweredForTrading, tradingWordOf } from '../../src/inventory/kind.ts';
import { FindingType, severities } from '../../src/report/finding-types.ts';
import { aTradingService } from '../observed.ts';
import { resolved } from './resolved.ts';

describe('the kind of a service', () => {
  it.each([
    ['shiva', 'shiva'],
    ['foresight-docs', 'foresight'],
    ['my_leverage.v2', 'leverage'],
    ['SHIVA2', 'shiva'],
    ['ShivaBot', 'shiva'],
    ['paperLeverage', 'leverage'],
    ['sh\u200biva', 'shiva'],
    ['ｓｈｉｖａ', 'shiva'],
    ['Shíva', 'shiva'],
    ['leveraged', null],
    ['shivaji', null],
    ['coverage', null],
    ['akashic-records', null],
  ])('%s holds the trading word %s', (name, word) => {
    expect(tradingWordOf(name)).toBe(word);
  });

  it.each([
    [{ risk_tier: 'CRITICAL' }, 'trading', 'fleet', []],
    [{ risk_tier: 'HIGH' }, 'stateful', 'machine', []],
    [{ kind: 'stateless', risk_tier: 'CRITICAL' }, 'stateless', 'machine', []],
    [{ name: 'shiva', risk_tier: 'CRITICAL' }, 'trading', 'fleet', []],
    [
      { name: 'foresight-docs' },
      'trading',
      'fleet',
      ['foresight-docs counts as trading: its name holds the word foresight'],
    ],
    [
      { name: 'shiva-logs', kind: 'stateless' },
      'trading',
      'fleet',
      [
        'shiva-logs counts as trading: its name holds the word shiva, although the manifest says kind: stateless',
      ],
    ],
    [
      { kind: 'trading', singleton: 'machine' },
      'trading',
      'machine',
      ['api is a trading service with singleton: machine: one more on another machine is no finding'],
    ],
    [
      { repo: 'Invictus-Labs/shiva' },
      'stateful',
      'machine',
      ['api is stateful, but its repo names a trading bot: say kind: trading if it is one'],
    ],
  ])('of %j is %s, one per %s', (entry, kind, singleton, notes) => {
    const { service, notes: said } = resolved(entry);
    expect({ kind: service.kind, singleton: service.singleton, said }).toEqual({
      kind,
      singleton,
      said: notes,
    });
  });

  it('keeps lowered defaults away from a trading service, and says so', () => {
    const defaults = { severity: { git_drift: 'LOW', uptime_high: 'HIGH', duplicate_process: 'CRITICAL' } };
    const { service, notes } = resolved({ kind: 'trading' }, { defaults });
    expect(service.severity).toEqual({ uptime_high: 'HIGH', duplicate_process: 'CRITICAL' });
    expect(notes).toEqual(['api is a trading service: the defaults do not lower its git_drift']);
    expect(resolved({}, { defaults }).service.severity).toEqual(defaults.severity);
  });

  it('has the floors that the severities of the findings have', () => {
    for (const type of FindingType.options) {
      const usual = severityOf(type, aTradingService(), [], {}, 0);
      const lowered = severities.filter((severity) => loweredForTrading({ [type]: severity }).length > 0);
      expect([type, lowered]).toEqual([type, severities.slice(severities.indexOf(usual) + 1)]);
    }
  });
});
