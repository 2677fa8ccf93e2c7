import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import type { Situation } from '../../../../src/comparison/rule.ts';
import type { HealthAnswer } from '../../../../src/facts/health-answer.ts';
import { seen, unseen } from '../../../../src/facts/observation.ts';
import type { Observation } from '../../../../src/facts/observation.ts';
import { aHealthAnswer, anEndpoint, aService, aSituation } from '../../../support/facts/observed.ts';
import {
  findingOf,
  refused,
  saying,
  statusesIn,
  timeout,
  typesIn,
  withoutSsh,
} from '../../../support/comparison/scene.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

const akashic = 'akashic-records';
const local = anEndpoint({ interface: 'localhost', url: 'http://127.0.0.1:8002/health', from: 'machine' });
const lan = anEndpoint({ interface: 'lan', url: 'http://192.168.1.20:8002/health' });

type Given = Observation<HealthAnswer> | Partial<HealthAnswer>;

/** akashic-records on three interfaces. */
function asking(tailscale: Given, localhost: Given = {}, onLan: Given = {}): Situation {
  const situation = aSituation({ services: [aService({ endpoints: [anEndpoint(), local, lan] })] });
  const answer = (given: Given) => ('ok' in given ? given : seen(aHealthAnswer({ pid: null, ...given })));
  situation.observations.health[akashic] = {
    tailscale: answer(tailscale),
    localhost: answer(localhost),
    lan: answer(onLan),
  };
  return situation;
}

describe('interface_mismatch', () => {
  it.each<[what: string, tailscale: Given, localhost: Given, types: string[]]>([
    ['all interfaces answer', {}, {}, []],
    ['one is refused', refused, {}, ['interface_mismatch']],
    ['one is silent', timeout, {}, ['interface_mismatch']],
    ['one gives an error', { status: 503 }, {}, ['interface_mismatch']],
    ['one says of itself that it fails', { said: [saying('fail')] }, {}, ['interface_mismatch']],
    ['two of three fail, once', refused, { status: 500 }, ['interface_mismatch']],
    ['the bot itself cannot ask', unseen('unreachable', 'no DNS', 'EAI_AGAIN'), {}, ['probe_failed']],
    ['the machine has no tool', {}, unseen('unsupported', 'no curl'), ['probe_failed']],
  ])('where %s', (_what, tailscale, localhost, types) => {
    expect(typesIn(asking(tailscale, localhost))).toEqual(types);
  });

  it('is not what fails everywhere: that is one health_check_failed', () => {
    expect(typesIn(asking(refused, { status: 503 }, timeout))).toEqual(['health_check_failed']);
  });

  it('is a health_check_failed where nobody saw the other interfaces answer, which is told as well', () => {
    const situation = asking(refused, unseen('unsupported', 'no curl'), unseen('unsupported', 'no curl'));
    expect(typesIn(situation)).toEqual(['health_check_failed', 'probe_failed']);
  });

  it('is CRITICAL, and says which interface lies and which is cut off', () => {
    const situation = asking(timeout);
    const { severity, summary, expected, actual, evidence } = findingOf(situation, 'interface_mismatch');
    expect(severity).toBe('CRITICAL');
    expect(summary).toContain(
      'akashic-records on knox-mac-mini answers on localhost and lan, but fails on tailscale: no answer within 5 s from http://100.91.193.23:8002/health (tailscale); expected HTTP 200.',
    );
    expect([expected, actual]).toEqual(['HTTP 200 on every interface', 'no answer within 5 s']);
    expect(evidence).toMatchObject({ failed: [{ interface: 'tailscale' }], answering: ['localhost', 'lan'] });
    expect(statusesIn(situation)).toEqual({ [akashic]: 'drift' });
  });

  it('keeps its id whichever interface fails', () => {
    const ids = [asking(refused), asking({}, refused), asking(refused, refused)].map(
      (situation) => findingOf(situation, 'interface_mismatch').id,
    );
    expect(new Set(ids).size).toBe(1);
  });

  it('is no finding where the whole machine is silent but for a machine that cannot be asked', () => {
    const silent = withoutSsh(asking(timeout, unseen('unreachable', 'no SSH'), timeout), 'knox-mac-mini');
    expect(compare(silent).findings.map(({ type }) => type)).toEqual(['machine_unreachable']);
  });
});

isRated('interface_mismatch', ['CRITICAL', 'CRITICAL', 'CRITICAL'], 'CRITICAL');
isRated('instance_mismatch', ['CRITICAL', 'CRITICAL', 'CRITICAL'], 'CRITICAL');
