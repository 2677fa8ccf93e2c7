import { high } from '../../entry.ts';
import type { CatalogueEntry } from '../../entry.ts';
import { commitFacts } from './commits.ts';

export const versionUnknown = {
  category: 'git',
  severity: high,
  transient: false,
  hidden_while_down: true,
  rests_on: commitFacts,
  roles: ['undeployed'],
  actions: [],
  title: '{who} reports no commit',
  titles: '{who} report no commit',
  facts: ['Reports {actual}; expected {expected}'],
  cure: 'Report the git SHA of the build as `version`.',
  example: {
    expected: 'b9d1e44c0a1b2c3d4e5f60718293a4b5c6d7e8f9',
    actual: '1.4.2',
    evidence: { version: '1.4.2' },
  },
  docs: {
    brief: 'nobody can say which commit runs',
    means: [
      'the service answers, but names no commit that its repository knows. Driftwatch cannot tell',
      'whether it is behind. Driftwatch understands a SHA, `git describe`, and a SHA within a',
      "version (`1.0.0+SHA`, `1.4.2-SHA`, `sha-SHA`, Go's `v0.0.0-DATE-SHA`) that the repository",
      "knows. It also understands a version that is a tag there (`1.4.2` or `v1.4.2`). An image's",
      'tag counts likewise (`app:main-SHA`) if the repository knows the SHA and no label names',
      'another commit. If two tags disagree, or the tag moves along with others (`v1`), it cannot',
      'tell. If `checkout` is a release without git, its file `REVISION` names the commit of a',
      'service that was started since.',
    ],
    likely_cause: [
      'the build does not contain the git SHA; or the answer has it in a place where Driftwatch',
      'does not look.',
    ],
    cure: [
      'build it in (`docker build --build-arg GIT_SHA=$(git rev-parse HEAD)`), and report it as',
      '`version`; or say where it is with `health.version_path`.',
    ],
    goes_away: [
      "when `/health`, the image's label `org.opencontainers.image.revision` or the file `REVISION`",
      'names a commit.',
    ],
  },
} satisfies CatalogueEntry;
