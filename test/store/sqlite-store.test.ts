import keyvTestSuite, { keyvIteratorTests } from '@keyv/test-suite';
import { Keyv } from 'keyv';
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vitest from 'vitest';
import { createSqliteStore, createTable } from '../../src/store/sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'driftwatch-test-'));
const database = new DatabaseSync(join(folder, 'state.sqlite'));
createTable(database);
vitest.afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

// keyv's own tests, which every adapter of its family passes.
const suite = vitest as unknown as Parameters<typeof keyvTestSuite>[0];
keyvTestSuite(suite, Keyv, () => createSqliteStore(database));
keyvIteratorTests(suite, Keyv, () => createSqliteStore(database));
