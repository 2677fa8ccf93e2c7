import { ComponentType } from 'discord.js';
import type { Issue } from '../api-error.ts';
import type { ModalBody } from '../bodies.ts';
import { inputsOf } from '../interactions/modal-inputs.ts';
import { duplicates } from './duplicates.ts';

export function modalIssues(modal: ModalBody, path: Issue['path']): Issue[] {
  const at = [...path, 'components'];
  const issues: Issue[] = [];
  if (modal.components.length > 5)
    issues.push({ path: at, code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 5 or fewer in length.' });
  const inputs = inputsOf(modal).map((input) => ({ value: input.custom_id }));
  if (duplicates(inputs).length > 0)
    issues.push({
      path: at,
      code: 'COMPONENT_CUSTOM_ID_DUPLICATED',
      message: 'Component custom id cannot be duplicated',
    });
  for (const [index, component] of modal.components.entries())
    if (component.type === ComponentType.ActionRow && component.components.some((input) => !input.label))
      issues.push({
        path: [...at, index, 'components', 0, 'label'],
        code: 'BASE_TYPE_REQUIRED',
        message: 'This field is required',
      });
  return issues;
}
