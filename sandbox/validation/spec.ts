import * as spec from 'discord-api-spec/zod';
import type { ZodMiniType } from 'zod/mini';
import type { $ZodIssue } from 'zod/v4/core';
import type { Issue } from '../api-error.ts';
import { unknownProperties } from './unknown-properties.ts';

export const schemas = {
  command: spec.ApplicationCommandUpdateRequestSchema,
  channel: spec.MessageCreateRequestSchema,
  edit: spec.MessageEditRequestPartialSchema,
  followUp: spec.IncomingWebhookRequestPartialSchema,
  webhookEdit: spec.IncomingWebhookUpdateRequestPartialSchema,
  answer: spec.IncomingWebhookInteractionRequestSchema,
  update: spec.IncomingWebhookUpdateForInteractionCallbackRequestPartialSchema,
  modal: spec.ModalInteractionCallbackRequestDataSchema,
  stringChoices: spec.InteractionApplicationCommandAutocompleteCallbackStringDataSchema,
};

/** What Discord's OpenAPI description says about a value, plus the properties that it does not name. */
export function checkSpec<T>(
  schema: ZodMiniType<T>,
  value: unknown,
  path: Issue['path'],
): { data: T } | { issues: Issue[] } {
  const result = schema.safeParse(value);
  if (!result.success)
    return { issues: result.error.issues.flatMap((issue) => translate(issue, value, path)) };
  const unknown = unknownProperties(value, result.data, path);
  return unknown.length > 0 ? { issues: unknown } : { data: result.data };
}

function translate(issue: $ZodIssue, root: unknown, base: Issue['path']): Issue[] {
  const path = [...base, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))];
  const say = (code: string, message: string) => [{ path, code, message }];
  if (issue.code === 'invalid_union') {
    const branches = issue.errors.filter((branch) => branch.length > 0);
    const nearest = branches.sort((a, b) => reach(b) - reach(a) || a.length - b.length)[0];
    if (nearest) return nearest.flatMap((inner) => translate(inner, at(root, issue.path), path));
  }
  if (issue.code === 'too_big' && (issue.origin === 'string' || issue.origin === 'array'))
    return say('BASE_TYPE_MAX_LENGTH', `Must be ${issue.maximum} or fewer in length.`);
  if (issue.code === 'too_small' && (issue.origin === 'string' || issue.origin === 'array'))
    return issue.minimum === 1
      ? say('BASE_TYPE_REQUIRED', 'This field is required')
      : say('BASE_TYPE_MIN_LENGTH', `Must be ${issue.minimum} or more in length.`);
  if (issue.code === 'too_big')
    return say('NUMBER_TYPE_MAX', `int value should be less than or equal to ${issue.maximum}.`);
  if (issue.code === 'too_small')
    return say('NUMBER_TYPE_MIN', `int value should be greater than or equal to ${issue.minimum}.`);
  if (issue.code === 'invalid_value')
    return say('BASE_TYPE_CHOICES', `Value must be one of {${issue.values.map(String).join(', ')}}.`);
  if (issue.code === 'invalid_format') return say('BASE_TYPE_INVALID', `Not a well formed ${issue.format}.`);
  if (issue.code === 'invalid_type' && at(root, issue.path) === undefined)
    return say('BASE_TYPE_REQUIRED', 'This field is required');
  return say('BASE_TYPE_INVALID', 'The value is of the wrong type.');
}

/** How well a union's branch fits: a wrong `type` does not fit at all; deeper errors fit better. */
function reach(branch: $ZodIssue[]): number {
  if (branch.some(({ code, path }) => code === 'invalid_value' && path[0] === 'type')) return -1;
  return Math.max(...branch.map(({ path }) => path.length));
}

function at(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
