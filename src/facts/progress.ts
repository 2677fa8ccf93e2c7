/**
 * How far an audit is. `waiting` names the machines that have not answered yet. `again`: this is the second look at
 * what may have passed by itself.
 */
export type Progress = { done: number; total: number; waiting: string[]; again?: boolean };

export type OnProgress = (progress: Progress) => void;
