import { UserError } from '../../text/user-error.ts';
import { entryOf, machineEntry } from './draft-entry.ts';
import type { Draft } from './draft-entry.ts';

/** Does the manifest already have the machine? Then only services are added. */
export type DraftToAppend = { draft: Draft; machineIsThere: boolean };

/** The manifest's value with the additions, which are the only changes in the file. @throws UserError if they do not fit */
export function withDraft(value: unknown, { draft, machineIsThere }: DraftToAppend): Record<string, unknown> {
  if (!isRecord(value) || !Array.isArray(value['services']))
    throw new UserError('the manifest has no list of services: nothing can be added');
  const services = [...value['services'], ...draft.services.map(entryOf)];
  if (machineIsThere) return { ...value, services };
  const before = isRecord(value['machines']) ? value['machines'] : {};
  const machines = { ...before, [draft.machine.name]: machineEntry(draft.machine) };
  return { ...value, machines, services };
}

/** A JSON manifest with the draft's entries, without comments. */
export function appendJson(text: string, append: DraftToAppend): string {
  const indent = /^\{\s*\n([ \t]+)/.exec(text)?.[1] ?? '  ';
  const end = text.endsWith('\n') ? '\n' : '';
  return `${JSON.stringify(withDraft(JSON.parse(text), append), null, indent)}${end}`;
}

/** A JSON manifest with only the draft. */
export function firstJson(draft: Draft): string {
  return `${JSON.stringify(withDraft({ services: [] }, { draft, machineIsThere: false }), null, 2)}\n`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
