import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { HealthAnswer } from '../../../facts/health-answer.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { sameRevision } from '../../../text/revision.ts';
import { kinshipOf } from '../../readings/processes/answering-trees.ts';
import { healthReadings } from '../../readings/health/health-reading.ts';
import { revisionIn } from '../../readings/git/release-of.ts';
import type { ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { advised, listed, place, restartAdvice } from '../../sentences.ts';

/** All interfaces of a service lead to the same instance: two behind one port serve different states. */
export const instanceMismatch: ServiceRule = {
  name: 'instance-mismatch',
  types: ['instance_mismatch'],
  when: 'watch',
  judgeService,
};

type Answer = { interface: string; answer: HealthAnswer };

function judgeService(situation: Situation, service: Service): ServiceJudgement {
  const answers = healthReadings(situation, service).flatMap(({ endpoint, answer }) =>
    answer ? [{ interface: endpoint.interface, answer }] : [],
  );
  const pairs = answers.flatMap((one, at) => answers.slice(at + 1).map((other) => ({ one, other })));
  const verdicts = pairs.map(({ one, other }) => verdictOf(situation, service, one.answer, other.answer));
  if (verdicts.includes('two')) return { deviations: [deviationOf(service, answers)], gaps: [] };
  const unclear = verdicts.findIndex((verdict) => verdict === 'unclear');
  const pair = pairs[unclear];
  if (!pair) return { deviations: [], gaps: [] };
  const detail = `${whichAnswer(pair.one)} and ${whichAnswer(pair.other)} may be one instance or two: audit again, or set the service's process in the manifest`;
  return {
    deviations: [],
    gaps: [{ of: 'instances', fact: 'instances behind its interfaces', detail }],
  };
}

function verdictOf(
  situation: Situation,
  service: Service,
  one: HealthAnswer,
  other: HealthAnswer,
): 'one' | 'two' | 'unclear' {
  const kinship =
    one.pid === null || other.pid === null
      ? 'incomparable'
      : kinshipOf(situation, service, one.pid, other.pid);
  const versions = differ(situation, service, one.version, other.version);
  // It was restarted between the two answers: each may have been right at its time.
  if (kinship === 'gone') return versions ? 'unclear' : 'one';
  if (versions) return 'two';
  if ((service.instances ?? 1) > 1) return 'one';
  if (kinship === 'different') return 'two';
  return kinship === 'unclear' ? 'unclear' : 'one';
}

const NUMBERED = /^v?\d+(?:\.\d+)+\S*$/i;

/** Do two commits, or two release numbers, differ? A commit and a number may name the same build. */
function differ(situation: Situation, service: Service, one: string | null, other: string | null): boolean {
  const [first, second] = [one, other].map((version) => revisionIn(situation, service, version));
  if (first && second) return first.dirty !== second.dirty || !sameRevision(first.sha, second.sha);
  const [left, right] = [one?.trim() ?? '', other?.trim() ?? ''];
  if (first || second || !NUMBERED.test(left) || !NUMBERED.test(right)) return false;
  return left.replace(/^v/i, '') !== right.replace(/^v/i, '');
}

function deviationOf(service: Service, answers: Answer[]): ServiceDeviation {
  return {
    type: 'instance_mismatch',
    property: 'instances behind its interfaces',
    ...advised(
      `${place(service)} is more than one instance: ${listed(answers.map(whichAnswer))}. Clients on different interfaces see different states.`,
      restartAdvice(service, 'Find the right one, then stop the other.'),
    ),
    expected: 'one instance behind all interfaces',
    actual: listed(answers.map(whichAnswer)),
    evidence: {
      answers: answers.map(({ interface: name, answer }) => ({
        interface: name,
        version: versionOf(answer),
        pid: answer.pid,
        uptime_seconds: answer.uptime_seconds,
      })),
    },
  };
}

function whichAnswer({ interface: name, answer }: Answer): string {
  const facts = [
    answer.pid === null ? null : `pid ${answer.pid}`,
    answer.version === null ? null : `version ${versionOf(answer)}`,
  ].filter((fact) => fact !== null);
  return `${name} is answered by ${facts.join(', ') || 'something that reports neither pid nor version'}`;
}

function versionOf({ version }: HealthAnswer): string | null {
  return version === null ? null : quotable(version, 80);
}
