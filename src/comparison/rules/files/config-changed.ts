import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { FileFact } from '../../../facts/files/file.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { filesSeen, keyOf, pathText } from '../../readings/files/file-reading.ts';
import type { DeclaredFile, Place } from '../../readings/files/file-reading.ts';
import { releaseOf, repositoryFileOf } from '../../readings/git/release-of.ts';
import type { ServiceRule, Situation } from '../../rule.ts';
import { advised, addressText, commitText, place } from '../../sentences.ts';

/** A file's content matches the manifest's SHA-256 and the file in its repository. */
export const configChanged: ServiceRule = {
  name: 'config-changed',
  types: ['config_changed'],
  when: 'full_audit',
  judgeService: (situation, service) => ({
    deviations: filesSeen(situation, service).flatMap((seen) => judgeFile(situation, service, seen)),
  }),
};

type Seen = { file: DeclaredFile; container: Place; fact: FileFact };
type Expected = { sha256: string; whose: string; cure: string };

function judgeFile(
  situation: Situation,
  service: Service,
  { file, container, fact }: Seen,
): ServiceDeviation[] {
  if (fact.sha256 && !fact.sha256.ok) return [];
  const actual = fact.type === 'regular' ? (fact.sha256?.value ?? null) : null;
  if (fact.type === 'regular' && actual === null) return [];
  const broken = expectedOf(situation, service, file).find(({ sha256 }) => sha256 !== actual);
  if (!broken) return [];
  const path = pathText(file.path, container);
  const what =
    actual === null
      ? `${path} is ${fact.type === 'directory' ? 'a folder' : 'not a regular file'}, but the manifest describes a file's content`
      : `the content of ${path} is not what ${broken.whose}: its SHA-256 is ${actual.slice(0, 12)}…, not ${broken.sha256.slice(0, 12)}…`;
  return [
    {
      type: 'config_changed',
      property: keyOf(file.path, container),
      ...advised(`${place(service)}: ${what}.`, broken.cure),
      expected: broken.sha256,
      actual,
      evidence: {
        path,
        mode: fact.mode,
        type: fact.type,
        ...(file.repo_path === undefined ? {} : { repo_path: quotable(file.repo_path, 300) }),
      },
    },
  ];
}

/** If both are given, both must match; a file gets one finding, for the first mismatch. */
function expectedOf(situation: Situation, service: Service, { sha256, repo_path }: DeclaredFile): Expected[] {
  const release = releaseOf(situation, service);
  const inRepository = repo_path === undefined ? null : repositoryFileOf(situation, service, repo_path);
  const name = `${quotable(repo_path ?? '', 300)} of ${addressText(service.repo ?? '')}`;
  return [
    ...(sha256 === undefined
      ? []
      : [
          {
            sha256: sha256.toLowerCase(),
            whose: 'the manifest describes',
            cure: 'Restore the known file, or update its sha256.',
          },
        ]),
    ...(inRepository?.ok && inRepository.value !== null && release?.ok
      ? [
          {
            sha256: inRepository.value,
            whose: `${name} holds at ${commitText(release.value.head)}`,
            cure: `Deploy the file of ${service.branch}, or commit this one.`,
          },
        ]
      : []),
  ];
}
