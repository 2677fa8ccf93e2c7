import { z } from 'zod';
import { docker } from './entries/docker.ts';
import { endpoints } from './entries/endpoints.ts';
import { git } from './entries/git.ts';
import { observation } from './entries/observation.ts';
import { permissions } from './entries/permissions.ts';
import { processes } from './entries/processes.ts';
import { services } from './entries/services.ts';

/** Every type of finding, with all that is known of it: a type is what has an entry here. */
export const entries = {
  ...git,
  ...docker,
  ...permissions,
  ...processes,
  ...endpoints,
  ...services,
  ...observation,
};

export type FindingType = keyof typeof entries;

const isType = (key: string): key is FindingType => key in entries;
export const findingTypes: readonly FindingType[] = Object.keys(entries).filter(isType);
export const FindingType = z.enum(findingTypes);
