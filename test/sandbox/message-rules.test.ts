import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/discord.ts';
import { brokenRules, call } from '../support/sandbox/rest.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const embed = (fields: object) => ({ embeds: [{ title: 't', ...fields }] });
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
const field = (name: string, value: string) => ({ name, value });

const messages: [string, object, Record<string, string[]>][] = [
  ['content over 2000', { content: long(2001) }, { content: ['BASE_TYPE_MAX_LENGTH'] }],
  ['a title over 256', embed({ title: long(257) }), { 'embeds.0.title': ['BASE_TYPE_MAX_LENGTH'] }],
  [
    'a description over 4096',
    embed({ description: long(4097) }),
    { 'embeds.0.description': ['BASE_TYPE_MAX_LENGTH'] },
  ],
  [
    'a footer over 2048',
    embed({ footer: { text: long(2049) } }),
    { 'embeds.0.footer.text': ['BASE_TYPE_MAX_LENGTH'] },
  ],
  [
    'a field name over 256',
    embed({ fields: [field(long(257), 'v')] }),
    { 'embeds.0.fields.0.name': ['BASE_TYPE_MAX_LENGTH'] },
  ],
  [
    'a field value over 1024',
    embed({ fields: [field('n', long(1025))] }),
    { 'embeds.0.fields.0.value': ['BASE_TYPE_MAX_LENGTH'] },
  ],
  [
    '26 fields',
    embed({ fields: Array.from({ length: 26 }, () => field('n', 'v')) }),
    { 'embeds.0.fields': ['BASE_TYPE_MAX_LENGTH'] },
  ],
  [
    'an empty field name',
    embed({ fields: [field(' ', 'v')] }),
    { 'embeds.0.fields.0.name': ['BASE_TYPE_REQUIRED'] },
  ],
  [
    'an empty field value',
    embed({ fields: [field('n', '')] }),
    { 'embeds.0.fields.0.value': ['BASE_TYPE_REQUIRED'] },
  ],
  [
    'an embed with nothing in it',
    { content: 'c', embeds: [{ color: 1 }] },
    { 'embeds.0.description': ['BASE_TYPE_REQUIRED'] },
  ],
  ['a colour above white', embed({ color: 0x1000000 }), { 'embeds.0.color': ['NUMBER_TYPE_MAX'] }],
  ['a timestamp that is none', embed({ timestamp: 'soon' }), { 'embeds.0.timestamp': ['BASE_TYPE_INVALID'] }],
  ['a number for a title', embed({ title: 7 }), { 'embeds.0.title': ['BASE_TYPE_INVALID'] }],
  [
    '11 embeds',
    { embeds: Array.from({ length: 11 }, () => ({ title: 't' })) },
    { embeds: ['BASE_TYPE_MAX_LENGTH'] },
  ],
  [
    '6001 characters over two embeds',
    { embeds: [{ description: long(3001) }, { description: long(3000) }] },
    { embeds: ['MAX_EMBED_SIZE_EXCEEDED'] },
  ],
  ['an unknown property', embed({ subtitle: 'x' }), { 'embeds.0.subtitle': ['UNKNOWN_PROPERTY'] }],
  [
    'parse and a list of the same kind',
    { content: 'c', allowed_mentions: { parse: ['users'], users: ['1100000000000000007'] } },
    { allowed_mentions: ['MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE'] },
  ],
  [
    'an ephemeral message without an interaction',
    { content: 'c', flags: 64 },
    { flags: ['MESSAGE_FLAGS_INVALID'] },
  ],
  [
    'a file that was not uploaded',
    { content: 'c', attachments: [{ id: '0', filename: 'a.txt' }] },
    { 'attachments.0.id': ['ATTACHMENT_NOT_FOUND'] },
  ],
  ['a nonce over 25', { content: 'c', nonce: long(26) }, { nonce: ['BASE_TYPE_MAX_LENGTH'] }],
];

describe('a message is refused for', () => {
  it.each(messages)('%s', async (_what, body, rules) => {
    const before = sandbox.messages().length;
    const answer = await call(sandbox, 'POST', `/channels/${sandbox.logsChannelId}/messages`, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 50035, message: 'Invalid Form Body' });
    expect(brokenRules(answer.body.errors)).toEqual(rules);
    expect(sandbox.messages()).toHaveLength(before);
  });

  it('nothing in it', async () => {
    const answer = await call(sandbox, 'POST', `/channels/${sandbox.logsChannelId}/messages`, {
      content: ' ',
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 50006, message: 'Cannot send an empty message' },
    });
  });
});

it.each([
  ['2000 characters of content', { content: long(2000) }],
  ['6000 characters over its embeds', { embeds: [{ description: long(3000) }, { description: long(3000) }] }],
  ['25 fields', embed({ fields: Array.from({ length: 25 }, () => field('n', 'v')) })],
  [
    '5 rows of 5 buttons',
    {
      components: Array.from({ length: 5 }, (_, r) => ({
        type: 1,
        components: Array.from({ length: 5 }, (_, c) => button({ custom_id: `${r}:${c}` })),
      })),
    },
  ],
  [
    'a select of 25 options',
    row(select({ max_values: 25, options: Array.from({ length: 25 }, (_, index) => option(String(index))) })),
  ],
])('a message with %s is accepted', async (_what, body) => {
  const answer = await call(sandbox, 'POST', `/channels/${sandbox.logsChannelId}/messages`, body);
  expect(answer.status).toBe(200);
});
