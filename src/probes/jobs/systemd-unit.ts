import { groupOf, instantOf, listOf, namesOf, textOf } from './systemd-properties.ts';
import type { Properties } from './systemd-properties.ts';
import type { Unit, UnitState } from '../../facts/unit.ts';

/**
 * What `systemctl show` says about a unit.
 * @param groups all that was printed, including the units that it triggers or that trigger it
 * @param onBus the units that the message bus starts
 */
export function unitOf(shown: Properties, groups: readonly Properties[], onBus: readonly string[]): Unit {
  const state = stateOf(shown);
  const names = namesOf(shown);
  const related = (property: string) => listOf(shown, property).map((name) => relatedOf(groups, name));
  const now = groups.find((group) => group.has('Now'))?.get('Now') ?? '';
  return {
    ...state,
    kind: state.id.slice(state.id.lastIndexOf('.') + 1),
    type: textOf(shown, 'Type'),
    restart: textOf(shown, 'Restart'),
    restart_delay: textOf(shown, 'RestartUSec'),
    remain_after_exit: shown.get('RemainAfterExit') === 'yes',
    triggers: related('Triggers'),
    triggered_by: related('TriggeredBy'),
    wanted_by: ['WantedBy', 'RequiredBy', 'BoundBy', 'UpheldBy'].flatMap((each) => listOf(shown, each)),
    reacts_to: ['OnFailureOf', 'OnSuccessOf'].flatMap((each) => listOf(shown, each)),
    bus_starts_it: names.some((name) => onBus.includes(name)),
    condition_met: checked(shown, 'Condition'),
    assertion_met: checked(shown, 'Assert'),
    recurs: /\bOnUnit(?:Active|Inactive)USec=/.test(shown.get('TimersMonotonic') ?? ''),
    fragment: textOf(shown, 'FragmentPath'),
    load_error: textOf(shown, 'LoadError'),
    started_at: instantOf(shown, 'ExecMainStartTimestamp'),
    changed_at: instantOf(shown, 'StateChangeTimestamp'),
    asked_at: /^\d{9,11}$/.test(now) ? new Date(Number(now) * 1000).toISOString() : null,
  };
}

function stateOf(shown: Properties): UnitState {
  return {
    id: shown.get('Id') ?? '',
    load: shown.get('LoadState') ?? '',
    active: shown.get('ActiveState') ?? '',
    sub: shown.get('SubState') ?? '',
    result: textOf(shown, 'Result'),
    file_state: textOf(shown, 'UnitFileState'),
    file_changed: shown.get('NeedDaemonReload') === 'yes',
  };
}

/** For a unit that was not printed, only the name is known. */
function relatedOf(groups: readonly Properties[], name: string): UnitState {
  return stateOf(groupOf(groups, name) ?? new Map([['Id', name]]));
}

/** systemd says `no` too where it has not tried yet; the time tells. */
function checked(shown: Properties, what: 'Condition' | 'Assert'): boolean | null {
  return textOf(shown, `${what}Timestamp`) === null ? null : shown.get(`${what}Result`) === 'yes';
}
