import { MachineEntry } from '../../inventory/entries.ts';
import type { ServiceEntry } from '../../inventory/entries.ts';
import type { Service } from '../find/candidate.ts';

/** One field of an entry, with a remark for people. */
export type Line = { field: keyof typeof ServiceEntry.shape; value: unknown; remark?: string };

/** One service of the draft. All comments are single lines. */
export type DraftService = {
  service: Service;
  above: string[];
  lines: Line[];
  /** fields that are not written, and why */
  below: string[];
};

/** `address`: the address of `host`, which may be an alias of ssh_config */
export type DraftMachine = {
  name: string;
  host: string;
  address: string;
  user: string | null;
  port: number | null;
};
export type Draft = { machine: DraftMachine; services: DraftService[]; left: string[] };

/** A service's entry as data, without comments. */
export function entryOf({ lines }: Pick<DraftService, 'lines'>): Record<string, unknown> {
  return Object.fromEntries(lines.map(({ field, value }) => [field, value]));
}

/** @throws ZodError if the machine is not valid in a manifest */
export function machineEntry({ host, user, port }: DraftMachine): MachineEntry {
  return MachineEntry.parse({
    host,
    ...(user === null ? {} : { user }),
    ...(port === null || port === 22 ? {} : { port }),
  });
}
