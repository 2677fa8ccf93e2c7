// npm run docs: writes the parts of docs/ that come from the code.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { manifestReference } from './manifest.ts';
import { withGenerated } from './generated-part.ts';

const path = 'docs/manifest.md';
writeFileSync(path, withGenerated(readFileSync(path, 'utf8'), manifestReference()));
execFileSync('npx', ['--no', 'oxfmt', path]);
