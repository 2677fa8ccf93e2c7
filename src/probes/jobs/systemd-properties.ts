/** What `systemctl show` printed of one unit: property -> value. */
export type Properties = ReadonlyMap<string, string>;

/** The groups of `KEY=value` lines, which an empty line parts. */
export function propertiesOf(lines: readonly string[]): Properties[] {
  const groups: Map<string, string>[] = [new Map()];
  for (const line of lines) {
    const at = line.indexOf('=');
    if (line === '') groups.push(new Map());
    else if (/^[A-Za-z0-9]+=/.test(line)) groups.at(-1)?.set(line.slice(0, at), line.slice(at + 1));
  }
  return groups;
}

// Cached, since it is called for each unit of a machine.
const indexes = new WeakMap<readonly Properties[], ReadonlyMap<string, Properties>>();

/** The group of a unit, by any of its names. */
export function groupOf(groups: readonly Properties[], unit: string): Properties | undefined {
  const index = indexes.get(groups) ?? indexOf(groups);
  indexes.set(groups, index);
  return index.get(fullName(unit));
}

function indexOf(groups: readonly Properties[]): Map<string, Properties> {
  const units = new Map<string, Properties>();
  for (const group of groups) {
    if (!group.has('LoadState')) continue;
    for (const name of namesOf(group)) if (!units.has(name)) units.set(name, group);
  }
  return units;
}

/** An alias is known by all its names. */
export function namesOf(group: Properties): string[] {
  return [...new Set([group.get('Id') ?? '', ...listOf(group, 'Names')])].filter((name) => name !== '');
}

export function listOf(group: Properties, property: string): string[] {
  return (group.get(property) ?? '').split(' ').filter((word) => word !== '');
}

/** A property's text; null if it is empty or was not printed. */
export function textOf(group: Properties, property: string): string | null {
  return group.get(property) || null;
}

/** `Sun 2026-11-29 09:57:59 UTC`, as systemd writes an instant under TZ=UTC, as an ISO instant; null for any other. */
export function instantOf(group: Properties, property: string): string | null {
  const [, day, time] =
    /^[A-Z][a-z]{2} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/.exec(group.get(property) ?? '') ?? [];
  const instant = `${day}T${time}.000Z`;
  return day === undefined || Number.isNaN(Date.parse(instant)) ? null : instant;
}

/** systemctl(1): a name without a type is a service's. */
function fullName(unit: string): string {
  const typed =
    /\.(?:service|socket|device|mount|automount|swap|target|path|timer|slice|scope|snapshot)$/.test(unit);
  return typed ? unit : `${unit}.service`;
}
