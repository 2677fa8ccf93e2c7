import { randomBytes } from 'node:crypto';
import type { resolveManifest } from '../../../src/inventory/resolve.ts';
import type { FindingType } from '../../../src/findings/finding-types.ts';
import type { Severity } from '../../../src/findings/severity.ts';
import type { ServiceState } from '../../../src/report/report.ts';

export type ServiceEntry = Parameters<typeof resolveManifest>[0]['services'][number];

/** What its /health says: a body, or a bare status. A function is asked anew each time. null: it has none. */
export type Answer = object | number | (() => object) | null;

export type Planted = {
  service: ServiceEntry;
  answer: Answer;
  finds: Partial<Record<FindingType, Severity>>;
  status: ServiceState['status'];
};

export type Planting = Omit<ServiceEntry, 'name' | 'health_url'> & {
  answer?: Answer;
  /** what must be found of it; default: nothing, and it is in sync */
  finds?: Planted['finds'];
  /** if it cannot be seen */
  status?: 'unknown';
};

/** Names are unlike those of any other run, since all machines of the scene share one process table. */
export const run = randomBytes(4).toString('hex');

export const nameOf = (name: string) => `${name}-${run}`;

export function plant(name: string, planting: Planting = {}): Planted {
  const { answer = { uptime_seconds: 1 }, finds = {}, status, ...fields } = planting;
  const broken = Object.keys(finds).length > 0;
  return {
    service: { name: nameOf(name), machine: 'box', risk_tier: 'HIGH', ...fields },
    answer,
    finds,
    status: status ?? (broken ? 'drift' : 'in_sync'),
  };
}
