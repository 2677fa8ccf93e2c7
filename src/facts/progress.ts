/**
 * The progress of an audit. `waiting`: machines that have not answered yet. `again`: this is the second look, at states
 * that may be temporary. `sites`: sites with answers from all their machines, if there are sites.
 */
export type Progress = {
  done: number;
  total: number;
  waiting: string[];
  again?: boolean;
  sites?: { done: number; total: number };
};

export type OnProgress = (progress: Progress) => void;
