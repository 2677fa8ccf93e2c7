import { type APIButtonComponent, ButtonStyle, ComponentType } from 'discord.js';
import { ApiError, type Issue } from '../api-error.ts';
import type { ActionRow } from '../bodies.ts';
import { duplicates } from './duplicates.ts';

type Component = ActionRow['components'][number];

/** @throws ApiError 501 for Components V2, which the sandbox does not show */
export function componentIssues(rows: ActionRow[], path: Issue['path']): Issue[] {
  const strange = rows.find((row) => row.type !== ComponentType.ActionRow);
  if (strange) throw new ApiError(501, 0, 'The sandbox does not show Components V2');
  const issues = rows.flatMap((row, index) => rowIssues(row, [...path, index, 'components']));
  if (rows.length > 5)
    issues.push({ path, code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 5 or fewer in length.' });
  const ids = rows.flatMap((row, r) =>
    row.components.map((component, c) => ({
      value: customId(component),
      path: [...path, r, 'components', c, 'custom_id'],
    })),
  );
  const again = duplicates(ids.filter(({ value }) => value !== null));
  for (const { path } of again)
    issues.push({
      path,
      code: 'COMPONENT_CUSTOM_ID_DUPLICATED',
      message: 'Component custom id cannot be duplicated',
    });
  return issues;
}

export function customId(component: Component): string | null {
  return 'custom_id' in component ? (component.custom_id ?? null) : null;
}

function rowIssues(row: ActionRow, path: Issue['path']): Issue[] {
  const selects = row.components.filter(({ type }) => type !== ComponentType.Button);
  const issues = row.components.flatMap((component, index) => componentRules(component, [...path, index]));
  if (selects.length > 0 && row.components.length > 1)
    issues.push({
      path: [...path, 1],
      code: 'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      message: 'The specified component exceeds the maximum width',
    });
  return issues;
}

function componentRules(component: Component, path: Issue['path']): Issue[] {
  if (component.type === ComponentType.Button) return buttonRules(component, path);
  const issues: Issue[] = [];
  const min = component.min_values ?? 1;
  const max = component.max_values ?? 1;
  if (min > max)
    issues.push({
      path: [...path, 'min_values'],
      code: 'SELECT_COMPONENT_MIN_VALUES_TOO_LARGE',
      message: `min_values (${min}) is greater than max_values (${max}).`,
    });
  if (component.type !== ComponentType.StringSelect) return issues;
  const options = component.options.map(({ value }, index) => ({
    value,
    path: [...path, 'options', index, 'value'],
  }));
  for (const { path } of duplicates(options))
    issues.push({
      path,
      code: 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
      message: 'The specified option value is already used',
    });
  if (max > component.options.length)
    issues.push({
      path: [...path, 'max_values'],
      code: 'SELECT_COMPONENT_MAX_VALUES_TOO_LARGE',
      message: `Only ${component.options.length} options to choose from.`,
    });
  return issues;
}

function buttonRules(button: APIButtonComponent, path: Issue['path']): Issue[] {
  const issues: Issue[] = [];
  const has = (key: string) => Boolean(Reflect.get(button, key));
  const say = (key: string, code: string, message: string) =>
    issues.push({ path: [...path, key], code, message });
  if (!has('label') && !has('emoji') && button.style !== ButtonStyle.Premium)
    say('label', 'BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED', 'A button needs a label or an emoji');
  if (button.style === ButtonStyle.Link) {
    if (has('custom_id'))
      say(
        'custom_id',
        'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
        'A custom id and url cannot both be specified',
      );
    if (!has('url')) say('url', 'BUTTON_COMPONENT_URL_REQUIRED', 'A url is required');
    return issues;
  }
  if (has('url'))
    say(
      'url',
      'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
      'A custom id and url cannot both be specified',
    );
  if (!has('custom_id')) say('custom_id', 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required');
  return issues;
}
