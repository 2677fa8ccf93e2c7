import { describe, expect, it } from 'vitest';
import { severityOf } from '../../src/comparison/severity.ts';
import { loweredForTrading, whyNamedTrading } from '../../src/inventory/kind.ts';
import { tradingWordOf } from '../../src/inventory/trading/trading-words.ts';
import { FindingType } from '../../src/findings/finding-types.ts';
import { severities } from '../../src/findings/severity.ts';
import { aTradingService } from '../support/facts/observed.ts';
import { resolved } from '../support/inventory/resolved.ts';

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
    ['shivabot', 'shiva'],
    ['shivav2', 'shiva'],
    ['myshiva', 'shiva'],
    ['leveraged', 'leverage'],
    ['foresightapi', 'foresight'],
    ['shiv\u0430', 'shiva'], // Cyrillic a
    ['\u0455\u04bb\u0456\u0475\u0430', 'shiva'], // all Cyrillic
    ['S\u0397\u0399V\u0391', 'shiva'], // Greek capitals
    ['sh\u0131va', 'shiva'], // dotless i
    ['\ua731h\u026ava', 'shiva'], // small capitals, of which not each can be folded
    ['\u217feverage', null],
    ['\u217ceverage', 'leverage'], // the Roman numeral fifty
    ['fore\u00adsight', 'foresight'], // soft hyphen
    ['sh1va', 'shiva'],
    ['xn--shiv-83d.lan', 'shiva'],
    ['git.lan/%73hiva', 'shiva'],
    ['5H1V4', 'shiva'],
    ['$hiva', 'shiva'],
    ['l3verage', 'leverage'],
    ['1everage', 'leverage'],
    ['f0resi9ht', 'foresight'],
    ['shi-va', 'shiva'],
    ['s.h.i.v.a', 'shiva'],
    ['lever_age', 'leverage'],
    ['clever-agent', null],
    ['hashi-vault', null],
    ['sh-iv-east', null],
    ['\u670d\u52a1\u670d\u52a1\u670d\u52a1\u670d\u52a1\u670d', null],
    ['coverage', null],
    ['average', null],
    ['beverages', null],
    ['foreseen', null],
    ['akashic-records', null],
  ])('%s holds the trading word %s', (name, word) => {
    expect(tradingWordOf(name)).toBe(word);
  });

  it('is told with the word that it goes by', () => {
    const told = 'shiva counts as trading: its name contains the word shiva';
    expect(whyNamedTrading(aTradingService())).toBe(told);
    expect(whyNamedTrading(aTradingService({ name: 'web', repo: null }))).toBeNull();
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
      [
        'foresight-docs counts as trading: its name contains the word foresight. Its findings are CRITICAL, and Driftwatch never acts on it',
      ],
    ],
    [
      { name: 'shiva-logs', kind: 'stateless' },
      'trading',
      'fleet',
      [
        'shiva-logs counts as trading: its name contains the word shiva, although the manifest says kind: stateless. Its findings are CRITICAL, and Driftwatch never acts on it',
      ],
    ],
    [
      { kind: 'trading', singleton: 'machine' },
      'trading',
      'machine',
      ['api is a trading service with singleton: machine: one more on another machine is no finding'],
    ],
  ])('of %j is %s, one per %s', (entry, kind, singleton, notes) => {
    const { service, notes: said } = resolved(entry);
    expect({ kind: service.kind, singleton: service.singleton, said }).toEqual({
      kind,
      singleton,
      said: notes,
    });
  });

  it.each([
    [{ repo: 'Invictus-Labs/shiva' }, 'repo Invictus-Labs/shiva', 'machine'],
    [{ checkout: '/opt/Shiva/src' }, 'checkout /opt/Shiva/src', 'machine'],
    [{ lockfile: '/run/shiva.lock' }, 'lockfile /run/shiva.lock', 'machine'],
    [{ files: [{ path: '/a' }, { path: '/opt/shiva/.env' }] }, 'file /opt/shiva/.env', 'machine'],
    [{ scan: ['/a', '/opt/sh1va'] }, 'scan /opt/sh1va', 'machine'],
    [{ docker_service: 'myshiva' }, 'docker_service myshiva', 'fleet'],
    [{ systemd_unit: 'shivabot.service' }, 'systemd_unit shivabot.service', 'fleet'],
    [{ launchd_label: 'com.knox.shiva' }, 'launchd_label com.knox.shiva', 'fleet'],
    [{ process: '/opt/shiva/run' }, 'process /opt/shiva/run', 'fleet'],
    [{ process: '/[s]h[i]va run/' }, 'process /[s]h[i]va run/', 'fleet'],
  ])('is trading by %j, and loading says why', (entry, which, singleton) => {
    const { service, notes } = resolved({ kind: 'stateless', ...entry });
    expect([service.kind, service.singleton]).toEqual(['trading', singleton]);
    expect(notes).toEqual([
      `api counts as trading: its ${which} contains the word shiva, although the manifest says kind: stateless. Its findings are CRITICAL, and Driftwatch never acts on it`,
      ...(singleton === 'fleet'
        ? []
        : ['api is a trading service with singleton: machine: one more on another machine is no finding']),
    ]);
  });

  it('keeps lowered defaults away from a trading service, and says so', () => {
    const defaults = { severity: { git_drift: 'LOW', uptime_high: 'HIGH', duplicate_process: 'CRITICAL' } };
    const { service, notes } = resolved({ kind: 'trading' }, { defaults });
    expect(service.severity).toEqual({ uptime_high: 'HIGH', duplicate_process: 'CRITICAL' });
    expect(notes).toEqual(['api is a trading service: policy and defaults do not lower its git_drift']);
    expect(resolved({}, { defaults }).service.severity).toEqual(defaults.severity);
  });

  it('takes severities from the policy of its tier, the defaults and the service, the nearest first', () => {
    const policy = {
      severity: { LOW: { health_check_failed: 'HIGH', git_drift: 'LOW', wrong_mode: 'LOW' } },
    };
    const defaults = { severity: { git_drift: 'HIGH', uptime_high: 'HIGH' } };
    const own = { risk_tier: 'LOW', severity: { uptime_high: 'LOW' } };
    const severity = {
      health_check_failed: 'HIGH',
      git_drift: 'HIGH',
      wrong_mode: 'LOW',
      uptime_high: 'LOW',
    };
    expect(resolved(own, { defaults, policy }).service.severity).toEqual(severity);
    expect(resolved({ ...own, risk_tier: 'HIGH' }, { policy }).service.severity).toEqual({
      uptime_high: 'LOW',
    });
    const trading = resolved({ risk_tier: 'LOW', kind: 'trading' }, { policy });
    expect(trading.service.severity).toEqual({});
    expect(trading.notes).toContain(
      'api is a trading service: policy and defaults do not lower its git_drift, wrong_mode, health_check_failed',
    );
  });

  it('has the floors that the severities of the findings have', () => {
    for (const type of FindingType.options) {
      const usual = severityOf(type, aTradingService(), [], {}, 0);
      const lowered = severities.filter((severity) => loweredForTrading({ [type]: severity }).length > 0);
      expect([type, lowered]).toEqual([type, severities.slice(severities.indexOf(usual) + 1)]);
    }
  });
});
