import { columnsOf } from '../facts/process-columns.ts';
import type { SiteAnswer } from './answer.ts';

/** An answer as JSON. @param columns does the bot that asked read process tables as columns? */
export function written(answer: SiteAnswer, columns: boolean): string {
  const processes = answer.kind === 'read' ? answer.observation.facts.processes : undefined;
  if (answer.kind !== 'read' || !columns || !processes?.ok) return JSON.stringify(answer);
  const table = processes.value;
  const told = {
    ...processes,
    value: { ...table, processes: columnsOf(table.processes) ?? table.processes },
  };
  const { observation } = answer;
  const facts = { ...observation.facts, processes: told };
  return JSON.stringify({ ...answer, observation: { ...observation, facts } });
}
