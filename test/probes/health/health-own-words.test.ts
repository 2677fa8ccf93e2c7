import { describe, expect, it } from 'vitest';
import { read } from '../../support/probes/health-bodies.ts';

const said = (body: unknown) => read(body).said.map(({ at, value }) => `${at}: ${value}`);

describe('what a body says in words of its own', () => {
  it.each<[body: object, statements: string[]]>([
    [{ database: 'error', redis: 'ok' }, ['database: error']],
    [{ database: 'unavailable: too many clients' }, ['database: unavailable']],
    [{ redis: 'disconnected' }, ['redis: disconnected']],
    [{ redis_status: 'down' }, ['redis_status: down']],
    [{ status: 'ok', redis: 'down' }, ['status: ok', 'redis: down']],
    [{ status: 'ok', dbHealthy: false }, ['status: ok', 'dbHealthy: false']],
    [{ status: 'ok', mem_alarm: true }, ['status: ok', 'mem_alarm: alarm']],
    [{ status: 'ok', ws: { connected: false } }, ['status: ok', 'ws.connected: false']],
    [{ data: { status: 'ok', db: 'down' } }, ['data.status: ok', 'data.db: down']],
    [{ connected: true, authenticated: false }, ['connected: true', 'authenticated: false']],
    [{ unhealthy_endpoints: ['a'], healthy_endpoints: ['b'] }, ['unhealthy_endpoints: some unhealthy']],
    [{ message: 'Unhealthy' }, ['message: Unhealthy']],
    [{ code: 500, msg: 'x' }, ['code: 500', 'msg: x']],
    [{ status: 0, msg: 'success' }, ['status: 0', 'msg: success']],
  ])('is heard in %j', (body, statements) => {
    expect(said(body)).toEqual(statements);
  });

  it.each<[body: object]>([
    [{ trend: 'down', market_status: 'closed', strategy_state: 'failed', order_status: 'failed' }],
    [{ last_db_status: 'failed', previous: 'failed', desired_state: 'failed' }],
    [{ log_level: 'error', on_error: 'fail', mode: 'failed' }],
    [{ btc: 'down' }],
    [{ client_connected: false, update_available: false, cache: false }],
    [{ database: 'postgres', cache: 'redis', network: 'mainnet' }],
    [{ authenticated: false }],
    [{ unhealthy_endpoints: [] }],
    [{ message: ' ' }],
    [{ code: 404_001 }],
  ])('is not guessed from %j', (body) => {
    expect(said(body)).toEqual([]);
  });

  it('of a part that was switched off is nothing', () => {
    expect(said({ status: 'ok', telegram: { enabled: false, connected: false } })).toEqual(['status: ok']);
    expect(said({ status: 'ok', checks: { ml: { disabled: true, status: 'DOWN' } } })).toEqual([
      'status: ok',
    ]);
  });

  it('makes no health answer of other JSON', () => {
    for (const body of [{ message: 'Not Found', statusCode: 404 }, { database: 'error' }])
      expect(read(body).format).toBe('none');
  });
});
