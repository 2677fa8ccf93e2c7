import { entryOf } from '../../../src/discover/draft/draft-entry.ts';
import { findServices } from '../../../src/discover/find/find-services.ts';
import type { ProcessLocations } from '../../../src/facts/workloads/process-locations.ts';
import type { Survey } from '../../../src/discover/survey/survey.ts';
import { seen } from '../../../src/facts/observation.ts';
import type { Process } from '../../../src/facts/process.ts';
import { aProcess } from '../facts/observed.ts';
import { anInit, aPosition, aSurvey } from './builders.ts';
import { draftFrom } from './draft-scene.ts';

type Row = [pid: number, command: string, over?: Partial<Process>];
export type Scene = {
  rows: Row[];
  folders?: [number, string][];
  ports?: [number, number][];
  over?: Partial<Survey>;
} & {
  locations?: Partial<ProcessLocations>;
};

export function machine({ rows, folders = [], ports = [], locations = {}, over = {} }: Scene): Survey {
  const processes = rows.map(([pid, command, more]) => aProcess({ pid, command, ...more }));
  const at = (path: string) => ({ path, origin: null, branch: 'main', default_branch: null });
  return aSurvey({
    processes: seen({ processes: [anInit(), ...processes], own: [900] }),
    locations: seen(aPosition(new Map(folders), locations)),
    listeners: seen(ports.map(([port, pid]) => ({ address: '0.0.0.0', port, pid, process: null }))),
    used: seen({ checkouts: [at('/srv/shop'), at('/srv/dash')], compose: [] }),
    ...over,
  });
}

export const drafted = (scene: Scene) => draftFrom(machine(scene)).services.map(entryOf);
export const found = (scene: Scene) =>
  findServices(machine(scene)).services.map(({ name, roots }) => [name, roots]);
