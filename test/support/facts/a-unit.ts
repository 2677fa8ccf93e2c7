import type { Unit } from '../../../src/facts/unit.ts';

/** What systemd says of an enabled Type=simple service that runs. */
export function aUnit(over: Partial<Unit> = {}): Unit {
  return {
    id: 'akashic.service',
    kind: 'service',
    load: 'loaded',
    active: 'active',
    sub: 'running',
    result: 'success',
    file_state: 'enabled',
    file_changed: false,
    type: 'simple',
    restart: 'always',
    restart_delay: '100ms',
    remain_after_exit: false,
    triggers: [],
    triggered_by: [],
    wanted_by: ['multi-user.target'],
    reacts_to: [],
    bus_starts_it: false,
    condition_met: true,
    assertion_met: true,
    recurs: false,
    fragment: '/etc/systemd/system/akashic.service',
    load_error: null,
    started_at: '2026-03-20T18:00:00.000Z',
    changed_at: '2026-03-20T18:00:00.000Z',
    asked_at: '2026-03-29T18:00:00.000Z',
    ...over,
  };
}
