import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { overrides } from './rooms.ts';

// npm run rooms: writes who may import whom into .oxlintrc.json, above the overrides that are written by hand.

const Config = z.looseObject({
  overrides: z.array(z.looseObject({ rules: z.record(z.string(), z.unknown()) })),
});
const path = join(import.meta.dirname, '..', '.oxlintrc.json');
const config = Config.parse(JSON.parse(readFileSync(path, 'utf8')));
const byHand = config.overrides.filter(({ rules }) => !('no-restricted-imports' in rules));
writeFileSync(path, `${JSON.stringify({ ...config, overrides: [...overrides(), ...byHand] }, null, 2)}\n`);
