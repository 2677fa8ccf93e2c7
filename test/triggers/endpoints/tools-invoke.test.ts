import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { formats } from '../../../src/report/formats.ts';
import { aReport } from '../../support/builders.ts';
import { anApp } from '../../support/discord/app.ts';
import { ask, aServer, token } from '../../support/triggers/scene.ts';

const megabyte = 1024 * 1024;
const json = { 'content-type': 'application/json' };
const plain = { 'content-type': 'text/plain; charset=UTF-8' };
const sync = JSON.stringify({ tool: 'deployment_sync', args: {} });
const refusedName = '{"ok":false,"error":{"type":"invalid_request","message":"tools.invoke requires name"}}';
const refusedBody = (message: string) =>
  JSON.stringify({ error: { message, type: 'invalid_request_error' } });
const badArguments = (message: string) =>
  JSON.stringify({ ok: false, error: { type: 'tool_error', message } });
const unauthorized = '{"error":{"message":"Unauthorized","type":"unauthorized"}}';
const unknownTool = (name: string) =>
  JSON.stringify({ ok: false, error: { type: 'not_found', message: `Tool not available: ${name}` } });
const report = aReport({ trigger: 'api' });
const good = JSON.stringify({
  ok: true,
  result: { content: [{ type: 'text', text: formats.text(report, { color: false }) }], details: { report } },
});
const strange = badArguments('deployment_sync takes only service and wait');
const unknownService = (name: string) =>
  badArguments(`No service "${name}" in the manifest. Did you mean akashic-records or shiva?`);

type Row = [what: string, asked: Parameters<typeof ask>[1], status: number, text: string, headers?: object];

const rows: Row[] = [
  ['a good request', { body: sync }, 200, good],
  ['a good request that calls itself JSON', { body: sync, headers: json }, 200, good],
  ['`name` for `tool`, and no arguments', { body: '{"name":"deployment_sync"}' }, 200, good],
  ['a byte order mark', { body: `\uFEFF${sync}` }, 200, good],
  ['an unknown tool', { body: '{"tool":"X"}' }, 404, unknownTool('X')],
  ["a tool that is an object's own", { body: '{"tool":"__proto__"}' }, 404, unknownTool('__proto__')],
  ['a tool of a megabyte', { body: `{"tool":"${'x'.repeat(megabyte)}"}` }, 404, unknownTool('x'.repeat(100))],
  ['no token', { body: sync, authorization: null }, 401, unauthorized, { 'www-authenticate': 'Bearer' }],
  ['a wrong token', { body: sync, authorization: `Bearer ${token}x` }, 401, unauthorized],
  [
    'the start of the token',
    { body: sync, authorization: `Bearer ${token.slice(0, -1)}` },
    401,
    unauthorized,
  ],
  ['an empty token', { body: sync, authorization: 'Bearer ' }, 401, unauthorized],
  ['another scheme', { body: sync, authorization: `Basic ${token}` }, 401, unauthorized],
  ['the scheme in lower case', { body: sync, authorization: `bearer ${token}` }, 200, good],
  ['JSON cut off', { body: '{"tool":' }, 400, refusedBody('Unexpected end of JSON input')],
  ['no UTF-8', { body: Buffer.from([0x7b, 0xff, 0x7d]) }, 400, refusedBody('The body is not UTF-8')],
  ['a million brackets', { body: '['.repeat(megabyte) }, 400, refusedBody('Unexpected end of JSON input')],
  ['no tool', { body: '{}' }, 400, refusedName],
  ['an empty body', { body: '' }, 400, refusedName],
  ['a list', { body: '[]' }, 400, refusedName],
  ['nothing', { body: 'null' }, 400, refusedName],
  ['a tool that is no text', { body: '{"tool":7}' }, 400, refusedName],
  ['a tool in the prototype', { body: '{"__proto__":{"tool":"deployment_sync"}}' }, 400, refusedName],
  [
    'arguments in a list',
    { body: '{"tool":"deployment_sync","args":[]}' },
    400,
    badArguments('args must be an object'),
  ],
  ['an unknown argument', { body: '{"tool":"deployment_sync","args":{"servce":"shiva"}}' }, 400, strange],
  ['a prototype', { body: '{"tool":"deployment_sync","args":{"__proto__":{"service":"x"}}}' }, 400, strange],
  [
    'a service that is no text',
    { body: '{"tool":"deployment_sync","args":{"service":7}}' },
    400,
    badArguments('service must be text: a name of the manifest, or owner/repo'),
  ],
  [
    'a wait that is no truth value',
    { body: '{"tool":"deployment_sync","wait":"no"}' },
    400,
    badArguments('wait must be true or false'),
  ],
  ...['akashic', 'constructor', ''].map((service): Row => [
    `the unknown service "${service}"`,
    { body: JSON.stringify({ tool: 'deployment_sync', args: { service } }) },
    400,
    unknownService(service),
  ]),
  ['two megabytes', { body: sync.padEnd(2 * megabyte) }, 200, good],
  ['a byte more', { body: sync.padEnd(2 * megabyte + 1) }, 413, refusedBody('Payload too large')],
  ['10 MB', { body: Buffer.alloc(10_000_000, 32) }, 413, refusedBody('Payload too large')],
  [
    '10 MB without a length',
    { body: Buffer.alloc(10_000_000, 32), headers: { 'transfer-encoding': 'chunked' } },
    413,
    refusedBody('Payload too large'),
  ],
  ['10 MB from a stranger', { body: Buffer.alloc(10_000_000, 32), authorization: null }, 401, unauthorized],
  ['GET', { method: 'GET' }, 405, 'Method Not Allowed', { ...plain, allow: 'POST' }],
  ['another path', { path: '/tools/invoke/x' }, 404, 'Not Found', plain],
];

describe('POST /tools/invoke', () => {
  it.each(rows)('answers %s', async (_, asked, status, text, headers = json) => {
    const { port } = await aServer(anApp({ audit: () => Promise.resolve(report) }));
    const answer = await ask(port, asked);
    expect({ status: answer.status, text: answer.text }).toEqual({ status, text });
    expect(answer.headers).toMatchObject({ ...headers, 'cache-control': 'no-store' });
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect(answer.headers).not.toHaveProperty('server');
  });

  it("answers the lesson's curl, and audits the service that it names", async () => {
    const app = anApp();
    const { origin } = await aServer(app);
    const sent = '{"tool": "deployment_sync", "args": {"service": "akashic-records"}}';
    const curl = `curl -sS --fail-with-body -X POST ${origin}/tools/invoke -H "Authorization: Bearer ${token}" -d '${sent}'`;
    const { stdout } = await promisify(execFile)('sh', ['-c', curl]);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      result: { details: { report: { id: '7c0ffee1' } } },
    });
    expect(app.audits).toEqual([{ trigger: 'api', service: 'akashic-records', machine: null, only: 'all' }]);
  });
});
