import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/discord.ts';
import { brokenRules, call } from '../support/sandbox/rest.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const long = (length: number) => 'x'.repeat(length);
const row = (...components: object[]) => ({ content: 'c', components: [{ type: 1, components }] });
const button = (fields: object = {}) => ({ type: 2, style: 1, label: 'Go', custom_id: 'go', ...fields });
const option = (value: string) => ({ label: value, value });
const select = (fields: object = {}) => ({
  type: 3,
  custom_id: 's',
  options: [option('a'), option('b')],
  ...fields,
});

const rows: [string, object, Record<string, string[]>][] = [
  [
    '6 action rows',
    {
      content: 'c',
      components: Array.from({ length: 6 }, (_, index) => ({
        type: 1,
        components: [button({ custom_id: String(index) })],
      })),
    },
    { components: ['BASE_TYPE_MAX_LENGTH'] },
  ],
  [
    '6 buttons in a row',
    row(...Array.from({ length: 6 }, (_, index) => button({ custom_id: String(index) }))),
    { 'components.0.components': ['BASE_TYPE_MAX_LENGTH'] },
  ],
  ['an empty row', row(), { 'components.0.components': ['BASE_TYPE_REQUIRED'] }],
  [
    'a custom_id over 100',
    row(button({ custom_id: long(101) })),
    { 'components.0.components.0.custom_id': ['BASE_TYPE_MAX_LENGTH'] },
  ],
  [
    'a button without custom_id',
    row({ type: 2, style: 1, label: 'Go' }),
    { 'components.0.components.0.custom_id': ['BUTTON_COMPONENT_CUSTOM_ID_REQUIRED'] },
  ],
  [
    'a button without label and emoji',
    row({ type: 2, style: 1, custom_id: 'go' }),
    { 'components.0.components.0.label': ['BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED'] },
  ],
  [
    'a link button with custom_id',
    row(button({ style: 5, url: 'https://x.test' })),
    { 'components.0.components.0.custom_id': ['BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE'] },
  ],
  [
    'a link button without url',
    row({ type: 2, style: 5, label: 'Go' }),
    { 'components.0.components.0.url': ['BUTTON_COMPONENT_URL_REQUIRED'] },
  ],
  [
    'a label over 80',
    row(button({ label: long(81) })),
    { 'components.0.components.0.label': ['BASE_TYPE_MAX_LENGTH'] },
  ],
  [
    'the same custom_id twice',
    row(button(), button()),
    { 'components.0.components.1.custom_id': ['COMPONENT_CUSTOM_ID_DUPLICATED'] },
  ],
  [
    'a button beside a select',
    row(select(), button()),
    { 'components.0.components.1': ['COMPONENT_LAYOUT_WIDTH_EXCEEDED'] },
  ],
  [
    'min_values above max_values',
    row(select({ min_values: 2, max_values: 1 })),
    { 'components.0.components.0.min_values': ['SELECT_COMPONENT_MIN_VALUES_TOO_LARGE'] },
  ],
  [
    'the same option value twice',
    row(select({ options: [option('a'), option('a')] })),
    { 'components.0.components.0.options.1.value': ['SELECT_COMPONENT_OPTION_VALUE_DUPLICATED'] },
  ],
  [
    '26 options',
    row(select({ options: Array.from({ length: 26 }, (_, index) => option(String(index))) })),
    { 'components.0.components.0.options': ['BASE_TYPE_MAX_LENGTH'] },
  ],
  [
    'a select without options',
    row(select({ options: [] })),
    { 'components.0.components.0.options': ['BASE_TYPE_REQUIRED'] },
  ],
];

describe('components are refused for', () => {
  it.each(rows)('%s', async (_what, body, rules) => {
    const answer = await call(sandbox, 'POST', `/channels/${sandbox.logsChannelId}/messages`, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 50035 } });
    expect(brokenRules(answer.body.errors)).toEqual(rules);
  });

  it('being of the second version, which the page does not show', async () => {
    const body = { flags: 32_768, components: [{ type: 10, content: 'x' }] };
    const answer = await call(sandbox, 'POST', `/channels/${sandbox.logsChannelId}/messages`, body);
    expect(answer.status).toBe(501);
    expect(sandbox.unknown.splice(0)).toHaveLength(1);
  });
});
