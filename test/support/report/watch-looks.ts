import { advance } from '../../../src/report/lifecycle.ts';
import type { Lifecycle, LifecycleContext } from '../../../src/report/lifecycle.ts';
import type { Found } from '../../../src/findings/finding.ts';
import type { OpenFinding } from '../../../src/findings/open-finding.ts';
import { aFinding } from '../builders.ts';
import { aCoverage } from './coverage.ts';

export const at = (minute: number) => `2026-03-30T09:${String(minute).padStart(2, '0')}:00.000Z`;

/** A duplicate of shiva, of these processes. @param ages in seconds, of each */
export function duplicate(pids: number[], over: Partial<Found> = {}, ages?: number[]): Found {
  const {
    status: _status,
    first_seen: _since,
    ...found
  } = aFinding({
    id: 'd',
    type: 'duplicate_process',
    category: 'processes',
    severity: 'CRITICAL',
    service: 'shiva',
    machine: 'tesseract',
  });
  const persisting = { ids: pids.map((pid) => `tesseract ${pid}`), more_than: 1, ...(ages ? { ages } : {}) };
  return { ...found, persisting, ...over };
}

/** of a watch that sees shiva */
export const coverage = aCoverage({ services: ['shiva'], types: ['duplicate_process'] });

export function aMoment(minute: number, over: Partial<LifecycleContext> = {}): LifecycleContext {
  return {
    now: at(minute),
    told_at: at(minute),
    coverage,
    muteOf: () => null,
    watch: true,
    clearAt: () => (minute === 0 ? null : at(minute - 1)),
    damped: false,
    shown: false,
    ...over,
  };
}

/** What each look in turn tells: the names of the news, one letter a finding. */
export function told(looks: { minute: number; seen: Found[]; over?: Partial<LifecycleContext> }[]) {
  let standing: OpenFinding[] = [];
  return looks.map(({ minute, seen, over }) => {
    const next: Lifecycle = advance(standing, seen, aMoment(minute, over));
    ({ standing } = next);
    const { opened, worsened, resolved } = next.news;
    return [opened, worsened, resolved].map((list) => list.length).join('');
  });
}
