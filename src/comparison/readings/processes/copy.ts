import type { Tree } from '../../../facts/process-tree.ts';
import type { ServiceGap } from '../../rule.ts';

/** One running copy of a service: a process tree, or a container or /health answer without a matching process. */
export type Copy = {
  machine: string;
  tree: Tree | null;
  /** the container's name, if there is no tree */
  container: string | null;
  age_seconds: number | null;
  /** a tree outside any container, although the manifest puts the service into one */
  native: boolean;
  /** /health names a process of this tree */
  named_by_health: boolean;
  /** the lockfile names a process of this tree */
  named_by_lock: boolean;
  /** a process of this tree listens on a port of the service's */
  listens: boolean;
  /** its title says that it ends: an old process that finishes its work */
  ending: boolean;
  /** it is in the control group or job of the service's manager */
  managed: boolean;
};

export type Copies = {
  /** rightful ones first, so that those beyond the allowed number are the extra copies */
  copies: Copy[];
  /** how many may run; one more is certainly too many */
  allowed: number;
  gaps: ServiceGap[];
};
