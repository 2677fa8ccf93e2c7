/**
 * How far an audit is. `waiting` names the machines that have not answered yet. `again`: this is the second look at
 * what may have passed by itself. `sites`: those of which every machine has answered, where there are any.
 */
export type Progress = {
  done: number;
  total: number;
  waiting: string[];
  again?: boolean;
  sites?: { done: number; total: number };
};

export type OnProgress = (progress: Progress) => void;
