import { isDeepStrictEqual } from 'node:util';
import { YAMLMap, YAMLSeq, isScalar, parseDocument } from 'yaml';
import { Pair, Scalar } from 'yaml';
import { UserError } from '../user-error.ts';
import { entryOf, machineEntry } from './draft-entry.ts';
import type { Draft } from './draft-entry.ts';
import { machinePair, serviceNode } from './draft-yaml.ts';

/** Has the manifest the machine already? Then only services are added. */
export type Addition = { draft: Draft; machineIsThere: boolean };

/** A YAML manifest with the draft's entries at the end of its lists; comments, order and style stay. */
export function appendYaml(text: string, { draft, machineIsThere }: Addition): string {
  const document = parseDocument(text, { merge: true, uniqueKeys: false, logLevel: 'error' });
  const before: unknown = document.toJS({ maxAliasCount: -1 });
  const root = document.contents;
  if (!(root instanceof YAMLMap)) throw new UserError('the manifest is no mapping: nothing can be added');
  const services = root.get('services', true);
  if (!(services instanceof YAMLSeq))
    throw new UserError('the services of the manifest are no plain list: add the draft by hand');
  if (!machineIsThere) machinesOf(root).add(machinePair(draft.machine));
  const spaced = services.items.slice(1).some((item) => item instanceof YAMLMap && item.spaceBefore === true);
  for (const each of draft.services) {
    const node = serviceNode(each);
    node.spaceBefore = spaced;
    // A list in brackets has no room for comments.
    if (services.flow === true) {
      delete node.commentBefore;
      delete node.comment;
    }
    services.add(node);
  }
  const written = document.toString({ lineWidth: 0, ...styleOf(text) });
  const after: unknown = parseDocument(written, { merge: true, uniqueKeys: false, logLevel: 'error' }).toJS({
    maxAliasCount: -1,
  });
  if (!isDeepStrictEqual(withoutAdded(after, { draft, machineIsThere }), before))
    throw new UserError('the manifest would not read the same with the additions: add the draft by hand');
  return written;
}

function machinesOf(root: YAMLMap): YAMLMap {
  const machines = root.get('machines', true);
  if (machines instanceof YAMLMap) return machines;
  if (machines !== undefined && !(isScalar(machines) && machines.value === null))
    throw new UserError('the machines of the manifest are no plain mapping: add the draft by hand');
  const added = new YAMLMap();
  if (machines === undefined) {
    const at = root.items.findIndex(({ key }) => isScalar(key) && key.value === 'services');
    root.items.splice(at, 0, new Pair(new Scalar('machines'), added));
  } else root.set('machines', added);
  return added;
}

/** What was there before, if nothing of it has changed. */
function withoutAdded(value: unknown, { draft, machineIsThere }: Addition): unknown {
  if (!isRecord(value) || !Array.isArray(value['services'])) return null;
  const kept = { ...value, services: value['services'].slice(0, -draft.services.length) };
  if (machineIsThere || !isRecord(value['machines'])) return kept;
  const { [draft.machine.name]: added, ...machines } = value['machines'];
  if (!isDeepStrictEqual(added, machineEntry(draft.machine))) return null;
  if (Object.keys(machines).length > 0) return { ...kept, machines };
  const { machines: _none, ...rest } = { ...kept, machines };
  return rest;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Indentation as the file has it. */
function styleOf(text: string): { indent: number; indentSeq: boolean } {
  const list = /^services:[^\n]*\n(?:\s*(?:#[^\n]*)?\n)*( *)- /m.exec(text)?.[1];
  const map = /^[a-z]+:[^\S\n]*(?:#[^\n]*)?\n(?:\s*#[^\n]*\n)*( +)[^\s#-]/m.exec(text)?.[1];
  return { indent: map?.length ?? (list?.length || 2), indentSeq: list !== '' };
}

/** A JSON manifest with the draft's entries; what a comment would say has no place in it. */
export function appendJson(text: string, { draft, machineIsThere }: Addition): string {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || !Array.isArray(value['services']))
    throw new UserError('the manifest has no list of services: nothing can be added');
  const { name } = draft.machine;
  const machines = isRecord(value['machines']) ? value['machines'] : {};
  const indent = /^\{\s*\n([ \t]+)/.exec(text)?.[1] ?? '  ';
  const end = text.endsWith('\n') ? '\n' : '';
  const listed = machineIsThere ? {} : { machines: { ...machines, [name]: machineEntry(draft.machine) } };
  const services = [...value['services'], ...draft.services.map(entryOf)];
  return `${JSON.stringify({ ...value, ...listed, services }, null, indent)}${end}`;
}
