import type { Engine } from '../container.ts';
import type { Files } from './file.ts';
import type { Observation } from '../observation.ts';
import type { Scans } from './scan.ts';

/** What was seen inside one container. */
export type Inside = { container: string; engine: Engine; files: Files; scans: Scans };

/** service -> its running containers, at least one */
export type ContainerFiles = Record<string, Observation<Inside[]>>;
