import { type Issue, invalidFormBody } from '../api-error.ts';
import type { AutocompleteBody, MessageBody, ModalBody } from '../bodies.ts';
import type { UploadedFile } from '../store.ts';
import { messageIssues, validateMessage, withoutDefaults } from './message.ts';
import { modalIssues } from './modal.ts';
import { requireValid } from './require.ts';
import { schemas } from './spec.ts';

export type Answer =
  | { type: 4 | 5 | 7; data: MessageBody }
  | { type: 6 }
  | { type: 8; data: AutocompleteBody }
  | { type: 9; data: ModalBody };

const data = ['data'];

/** The body of an interaction's callback. @throws ApiError 50035, 50006 */
export function validateCallback(json: unknown, files: Map<number, UploadedFile>): Answer {
  const body = typeof json === 'object' && json !== null ? json : {};
  const given: unknown = Reflect.get(body, 'data');
  const extra = Object.keys(body).find((key) => key !== 'type' && key !== 'data');
  if (extra !== undefined)
    throw invalidFormBody([issue([extra], 'UNKNOWN_PROPERTY', 'Discord knows no such property here.')]);
  const type: unknown = Reflect.get(body, 'type');
  switch (type) {
    case 4:
      return { type, data: validateMessage('answer', given, files, data) };
    case 5:
      return {
        type,
        data: requireValid(
          schemas.answer,
          withoutDefaults(given),
          (body) => messageIssues('answer', body, files, data),
          data,
        ),
      };
    case 6:
      return { type };
    case 7:
      return { type, data: validateMessage('update', given, files, data) };
    case 8:
      return { type, data: requireValid(schemas.stringChoices, given, choiceIssues, data) };
    case 9:
      return { type, data: requireValid(schemas.modal, given, modalIssues, data) };
    default:
      throw invalidFormBody([
        issue(['type'], 'BASE_TYPE_CHOICES', 'Value must be one of {4, 5, 6, 7, 8, 9}.'),
      ]);
  }
}

/** Values of up to 100 characters: the description allows 6000. */
function choiceIssues(body: AutocompleteBody, path: Issue['path']): Issue[] {
  return (body.choices ?? []).flatMap(({ value }, index) =>
    String(value).length > 100
      ? [
          issue(
            [...path, 'choices', index, 'value'],
            'BASE_TYPE_MAX_LENGTH',
            'Must be 100 or fewer in length.',
          ),
        ]
      : [],
  );
}

function issue(path: Issue['path'], code: string, message: string): Issue {
  return { path, code, message };
}
