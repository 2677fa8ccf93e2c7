import { createHash } from 'node:crypto';
import { affectsNothing } from '../findings/affects.ts';
import { catalogue } from '../findings/catalogue.ts';
import type { FindingType } from '../findings/finding-types.ts';
import type { Found } from '../findings/finding.ts';
import { wordsOfFleet } from '../findings/wording.ts';
import { severityOf } from './severity.ts';

/** A finding about Driftwatch itself: without service and machine, and at most one per type. */
export function driftwatchFinding(
  type: FindingType,
  said: Pick<Found, 'summary' | 'expected' | 'actual' | 'evidence'>,
): Found {
  return {
    id: createHash('sha256').update(type).digest('hex').slice(0, 16),
    type,
    category: catalogue[type].category,
    ...wordsOfFleet(type),
    severity: severityOf(type, null, [], {}, 0),
    service: null,
    machine: null,
    affects: affectsNothing,
    ...said,
  };
}
