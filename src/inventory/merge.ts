import type { Defaults } from './entries.ts';
import type { ManifestFile } from './manifest-file.ts';

/** A service of the file, completed with the manifest's defaults. */
export type MergedEntry = Omit<Defaults, 'site'> & {
  name: string;
  /** the service's own fields, without defaults */
  own_severity: NonNullable<Defaults['severity']>;
  /** the path of a field in the file: below its service, or below `defaults` */
  at(field: Exclude<keyof Defaults, 'site'>): PropertyKey[];
  /** Does the field come from the defaults? */
  isDefault(field: Exclude<keyof Defaults, 'site'>): boolean;
};

/** Merges the defaults into every service; `health` and `severity` key by key, so that own keys do not drop defaults. */
export function mergeDefaults(file: ManifestFile): MergedEntry[] {
  const { site: _ofMachines, ...defaults } = file.defaults ?? {};
  return file.services.map((entry, index) => {
    const isDefault: MergedEntry['isDefault'] = (field) =>
      entry[field] === undefined && defaults[field] !== undefined;
    return {
      ...defaults,
      ...entry,
      severity: { ...defaults.severity, ...entry.severity },
      own_severity: entry.severity ?? {},
      health: { ...defaults.health, ...entry.health },
      isDefault,
      at: (field) => (isDefault(field) ? ['defaults', field] : ['services', index, field]),
    };
  });
}
