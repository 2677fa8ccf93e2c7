// npm run docs: writes the parts of docs/ and README that come from the code.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { findingsTable, findingsReference } from './findings.ts';
import { manifestReference } from './manifest.ts';
import { messagesReference } from './messages/page.ts';
import { withGenerated } from './generated-part.ts';

const pages = {
  'README.md': findingsTable,
  'docs/findings.md': findingsReference,
  'docs/manifest.md': manifestReference,
  'docs/messages.md': messagesReference,
};
for (const [path, part] of Object.entries(pages))
  writeFileSync(path, withGenerated(readFileSync(path, 'utf8'), part()));
execFileSync('npx', ['--no', 'oxfmt', 'README.md', 'docs/findings.md', 'docs/manifest.md']);
