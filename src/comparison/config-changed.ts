import type { Service } from '../inventory/manifest.ts';
import type { FileFact } from '../probes/files.ts';
import type { Deviation } from '../report/finding.ts';
import { filesSeen, keyOf, pathText } from './file-reading.ts';
import type { DeclaredFile, Place } from './file-reading.ts';
import type { Rule } from './rule.ts';
import { place } from './sentences.ts';

/** A file whose SHA-256 the manifest gives holds what it held then. */
export const configChanged: Rule = {
  name: 'config-changed',
  types: ['config_changed'],
  when: 'full_audit',
  judge: (situation) => ({
    deviations: situation.services.flatMap((service) =>
      filesSeen(situation, service).flatMap((seen) => judgeFile(service, seen)),
    ),
  }),
};

type Seen = { file: DeclaredFile; container: Place; fact: FileFact };

function judgeFile(service: Service, { file, container, fact }: Seen): Deviation[] {
  const expected = file.sha256?.toLowerCase();
  if (expected === undefined || (fact.sha256 && !fact.sha256.ok)) return [];
  const actual = fact.type === 'regular' ? (fact.sha256?.value ?? null) : null;
  if (fact.type === 'regular' && (actual === null || actual === expected)) return [];
  const path = pathText(file.path, container);
  const what =
    actual === null
      ? `${path} is ${fact.type === 'directory' ? 'a folder' : 'no regular file'} where the manifest describes a file's content`
      : `the content of ${path} is not what the manifest describes: its SHA-256 is ${actual.slice(0, 12)}…, not ${expected.slice(0, 12)}…`;
  return [
    {
      type: 'config_changed',
      service: service.name,
      machine: service.machine,
      property: keyOf(file.path, container),
      summary: `${place(service)}: ${what}. Compare it with the version that you know; put that back, or write the new sha256 into the manifest.`,
      expected,
      actual,
      evidence: { path, mode: fact.mode, type: fact.type },
    },
  ];
}
