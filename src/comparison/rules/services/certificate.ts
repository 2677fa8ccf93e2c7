import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { FindingType } from '../../../findings/finding-types.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { isoDate, isoInstant } from '../../../time/instant.ts';
import { failureDetail, failureEvidence, failureText } from '../../readings/health/health-failure.ts';
import { healthReadings } from '../../readings/health/health-reading.ts';
import type { HealthReading } from '../../readings/health/health-reading.ts';
import type { ServiceGap, ServiceJudgement, ServiceRule, Situation } from '../../rule.ts';
import { advised, listed, place } from '../../sentences.ts';
import { counted } from '../../../text/counted.ts';

const DAY_MS = 86_400_000;
/** Clients renew Let's Encrypt certificates 30 days before the end: below 21 days, renewal has failed. */
const SOON_DAYS = 21;

/** The certificate of a health address can be verified, and stays valid for a while. */
export const certificate: ServiceRule = {
  name: 'certificate',
  types: ['certificate_expired', 'certificate_untrusted', 'certificate_expiring'],
  when: 'full_audit',
  judgeService,
};

function judgeService(situation: Situation, service: Service): Partial<ServiceJudgement> {
  const readings = healthReadings(situation, service);
  const refused = readings.filter(({ state }) => state === 'untrusted');
  const expired = refused.filter(({ code }) => code === 'CERT_HAS_EXPIRED');
  const untrusted = refused.filter(({ code }) => code !== 'CERT_HAS_EXPIRED');
  const expiring = service.health.insecure ? [] : readings.flatMap((each) => endOf(each, situation.now));
  return {
    deviations: [
      ...refusedOf(service, 'certificate_expired', expired, 'Renew it, then have the service load it.'),
      ...refusedOf(
        service,
        'certificate_untrusted',
        untrusted,
        'No request was sent. Add its CA to health.ca, or set health.insecure: true.',
      ),
      ...expiringOf(service, expiring, situation.now),
    ],
    gaps: service.health.insecure ? [] : unseenEnds(service, readings),
  };
}

/** Health checks on the machine itself do not see the expiry date with wget or with curl before 7.88. */
function unseenEnds({ machine }: Service, readings: readonly HealthReading[]): ServiceGap[] {
  const answers = readings.flatMap(({ endpoint, answer }) =>
    answer && endpoint.url.startsWith('https:') ? [{ endpoint, answer }] : [],
  );
  if (answers.length === 0 || answers.some(({ answer }) => answer.certificate !== null)) return [];
  if (answers.some(({ endpoint }) => endpoint.from === 'bot')) return [];
  const detail = `its expiry needs curl 7.88 or newer on ${machine}, or an https address that the bot can reach`;
  return [{ of: 'certificate', fact: 'certificate', detail }];
}

function refusedOf(
  service: Service,
  type: FindingType,
  readings: HealthReading[],
  cure: string,
): ServiceDeviation[] {
  if (readings.length === 0) return [];
  return [
    {
      type,
      property: 'certificate',
      ...advised(
        `${place(service)} presents a certificate that is not trusted: ${failureText(readings)}.`,
        cure,
      ),
      expected: 'a certificate that can be verified',
      actual: failureDetail(readings),
      evidence: { failed: readings.map(failureEvidence) },
    },
  ];
}

type End = { name: string; issuer: string; ends: number };

function endOf({ endpoint, answer }: HealthReading, now: number): End[] {
  const certificate = answer?.certificate;
  if (!certificate || Number.isNaN(certificate.valid_to_ms)) return [];
  if (certificate.valid_to_ms - now >= SOON_DAYS * DAY_MS) return [];
  return [
    { name: endpoint.interface, issuer: quotable(certificate.issuer, 80), ends: certificate.valid_to_ms },
  ];
}

function expiringOf(service: Service, ends: End[], now: number): ServiceDeviation[] {
  const [first] = ends.toSorted((one, other) => one.ends - other.ends);
  if (!first) return [];
  const days = Math.max(0, Math.floor((first.ends - now) / DAY_MS));
  const day = isoDate(first.ends);
  return [
    {
      type: 'certificate_expiring',
      property: 'certificate',
      ...advised(
        `${place(service)} presents a certificate that expires on ${day}, in ${counted(days, 'day')} (${listed(ends.map(({ name }) => name))}, issued by ${first.issuer}).`,
        'It was not renewed in time: check what renews it.',
      ),
      expected: `valid for ${SOON_DAYS} days or more`,
      actual: `valid until ${day}`,
      measured: { days_left: days },
      evidence: { days_left: days, valid_to: isoInstant(first.ends), issuer: first.issuer },
    },
  ];
}
