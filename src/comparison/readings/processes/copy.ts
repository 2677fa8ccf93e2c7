import type { Tree } from '../../../facts/process-tree.ts';
import type { ServiceGap } from '../../rule.ts';

/** One running copy of a service: a process tree, or a container or an answer of /health whose process no name matches. */
export type Copy = {
  machine: string;
  tree: Tree | null;
  /** the container's name, where there is no tree */
  container: string | null;
  age_seconds: number | null;
  /** a tree outside the containers of a service that the manifest puts into one */
  native: boolean;
  /** the process that /health names is of this tree */
  named_by_health: boolean;
  /** the lockfile names a process of this tree */
  named_by_lock: boolean;
  /** the control group or the job of the service's manager holds it */
  managed: boolean;
};

export type Copies = {
  /** the rightful ones first, so that what exceeds the allowed number is the extra copies */
  copies: Copy[];
  /** how many may run before it is certain that one is too many */
  allowed: number;
  gaps: ServiceGap[];
};
