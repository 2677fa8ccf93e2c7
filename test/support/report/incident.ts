import { aFinding, aMachineState, aReport, aServiceState } from '../builders.ts';

const shiva = aServiceState({ name: 'shiva', machine: 'tesseract', status: 'drift', instances: 2 });
/** The lesson's incident in small: a duplicate, a stale service, a machine that hides a service. */
export const incident = aReport({
  findings: [
    aFinding({
      id: 'f1',
      type: 'duplicate_process',
      severity: 'CRITICAL',
      service: 'shiva',
      machine: 'tesseract',
      summary: 'shiva runs twice.',
      expected: '1 instance',
      actual: '2 instances',
      evidence: {
        expected: 1,
        trees: [
          { machine: 'tesseract', pid: 812, extra: false },
          { machine: 'tesseract', pid: 4711, extra: true },
        ],
      },
    }),
    aFinding({ id: 'f2', status: 'ongoing', first_seen: '2026-03-28T18:00:00.000Z' }),
    aFinding({
      id: 'f3',
      type: 'machine_unreachable',
      service: null,
      machine: 'attic',
      summary: 'attic cannot be reached.',
      expected: null,
      actual: null,
      evidence: { services: ['lamp'] },
    }),
  ],
  services: [
    shiva,
    aServiceState(),
    aServiceState({ name: 'lamp', machine: 'attic', status: 'unknown' }),
    aServiceState({ name: 'clock', status: 'in_sync' }),
  ],
  machines: [
    aMachineState(),
    aMachineState({ name: 'attic', host: '10.0.0.9', status: 'unreachable', error: 'no answer' }),
  ],
  resolved: [aFinding({ type: 'uptime_high' })],
});
