import { describe, expect, it } from 'vitest';
import { nothing, read, readFacts } from '../../support/probes/health-bodies.ts';

describe('readHealth', () => {
  it.each<[what: string, body: unknown, headers?: Record<string, string>]>([
    ['nothing', ''],
    ['XML', `<?xml version="1.0"?><health>build_info{revision="a3f8c21"} 1</health>`],
    ['a longer text', 'lorem ipsum '.repeat(20)],
    ['JSON of something else', { message: 'Not Found', statusCode: 404 }],
    ['a list', [{ version: 'a3f8c21' }]],
    ['nesting that closes', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
    ['inherited names', '{"__proto__":{"version":"a3f8c21","pid":1}}'],
    ['metrics that say nothing', 'http_requests_total{revision="a3f8c21"} 1\nprocess_start_time_seconds NaN'],
    ['a metric whose name only ends alike', 'rebuild_info{revision="a3f8c21"} 1'],
  ])('finds no health answer in %s', (_, body, headers) => {
    expect(readFacts(body, headers)).toEqual(nothing);
  });

  it.each<[what: string, body: string | Buffer]>([
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28])],
    ['a body in an encoding that is not known', Buffer.from([0x1f, 0x9d, 0x90, 0x7b, 0x44, 0xcc, 0x01])],
    ['a protobuf', Buffer.from([8, 1])],
    ['an image', Buffer.from('\x89PNG\r\n\x1A\n\0\0\0\rIHDR', 'latin1')],
    ['UTF-32', Buffer.from('\0\0\0O\0\0\0K', 'latin1')],
    ['a broken-off body', '{"version":"a3f8c21","pid":'],
    ['deep nesting', '['.repeat(500_000)],
  ])('cannot read %s', (_, body) => {
    expect(readFacts(body)).toEqual({ ...nothing, format: 'unreadable' });
  });

  it('reads what stands beside bytes that are no UTF-8', () => {
    const body = Buffer.concat([
      Buffer.from('{"name":"'),
      Buffer.from([0xff, 0xc0]),
      Buffer.from('","pid":7}'),
    ]);
    expect(read(body)).toMatchObject({ format: 'seed', pid: 7 });
  });
});
