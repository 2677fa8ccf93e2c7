import { KeyvPostgres } from '@keyv/postgres';
import { Pool } from 'pg';
import { serverOf, serverProblem } from './server-problem.ts';
import type { Cure } from './server-problem.ts';
import { keyvOver } from '../state.ts';
import type { State } from '../state.ts';

const table = 'driftwatch_state';
const answerMs = 3000;

/** By SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const cures: Cure[] = [
  [
    /28P01|28000|client password must be/,
    'refuses the login ($).',
    'Correct user and password in STATE_URL.',
  ],
  [/3D000/, 'does not exist ($).', 'Create it (createdb), or correct the database in STATE_URL.'],
  [/42501/, 'may not be written by this user ($).', 'Make the user the owner of the database.'],
  [/25006/, 'is read-only ($).', 'STATE_URL must name the primary server.'],
  [/57P03/, 'is starting up or shutting down ($).', 'Start Driftwatch again in a moment.'],
  [/53300/, 'has no free connection ($).', 'Raise max_connections, or end other clients.'],
];

/**
 * State in a PostgreSQL database, in one table.
 * @throws UserError if it cannot be used
 */
export async function openPostgres(stateUrl: string): Promise<State> {
  const server = serverOf(stateUrl);
  const pool = new Pool({
    connectionString: stateUrl,
    application_name: 'driftwatch',
    // One connection, so that no write overtakes an earlier one.
    max: 1,
    keepAlive: true,
    allowExitOnIdle: true,
    connectionTimeoutMillis: answerMs,
    query_timeout: answerMs,
  });
  // Without a listener, a broken idle connection would end the process. The next call makes a new one.
  pool.on('error', () => {});
  async function query(sql: string, values?: unknown[]): Promise<unknown[]> {
    return (await pool.query<Record<string, unknown>>(sql, values)).rows;
  }
  try {
    // Not the adapter's own table, whose keys are limited to 255 characters.
    await query(`CREATE TABLE IF NOT EXISTS public.${table} (key TEXT PRIMARY KEY, value TEXT NOT NULL)`);
  } catch (error) {
    void pool.end();
    throw serverProblem(error, server, cures);
  }
  return {
    keyv: (namespace) => keyvOver({ store: adapterOver(query), namespace }),
    async peek(key) {
      const rows = await pool.query<{ value: string }>(`SELECT value FROM public.${table} WHERE key = $1`, [
        `swap:${key}`,
      ]);
      return rows.rows[0]?.value ?? null;
    },
    async swap(key, expected, next) {
      const [sql, values] = swapping(expected, next);
      return (await query(sql, [`swap:${key}`, ...values])).length > 0;
    },
    close() {
      if (!pool.ending) void pool.end();
    },
  };
}

function swapping(expected: string | null, next: string | null): [sql: string, values: string[]] {
  if (expected === null && next === null) {
    return [`SELECT WHERE NOT EXISTS (SELECT FROM public.${table} WHERE key = $1)`, []];
  }
  if (next === null) {
    return [`DELETE FROM public.${table} WHERE key = $1 AND value = $2 RETURNING 1`, [expected ?? '']];
  }
  if (expected === null) {
    return [
      `INSERT INTO public.${table} (key, value) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1`,
      [next],
    ];
  }
  // PostgreSQL waits for a row that somebody else is changing, and compares again (read committed).
  return [
    `UPDATE public.${table} SET value = $3 WHERE key = $1 AND value = $2 RETURNING 1`,
    [expected, next],
  ];
}

type Query = (sql: string, values?: unknown[]) => Promise<unknown[]>;

/**
 * keyv's adapter with our pool. Its own pool is shared in the process and hidden, so its errors could not be handled. It
 * gets its query function from `connect`.
 */
function adapterOver(query: Query): KeyvPostgres {
  class OverOurPool extends KeyvPostgres {
    override async connect() {
      return query as Awaited<ReturnType<KeyvPostgres['connect']>>;
    }
    override async clear() {
      // The adapter's LIKE takes _ in a namespace for any character.
      await query(`DELETE FROM public.${table} WHERE starts_with(key, $1)`, [`${this.namespace}:`]);
    }
  }
  const adapter = new OverOurPool({ table });
  // It creates its table again; if that is not allowed, later calls fail and say so.
  adapter.on('error', () => {});
  return adapter;
}
