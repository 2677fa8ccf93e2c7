import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Engine } from '../../../facts/container.ts';
import type { FileFact } from '../../../facts/files/file.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { filesSeen, keyOf, pathText, runAdvice } from '../../readings/files/file-reading.ts';
import type { Place } from '../../readings/files/file-reading.ts';
import { ownedBy } from '../../readings/files/file-owner.ts';
import type { ServiceRule } from '../../rule.ts';
import { place } from '../../sentences.ts';

/** Files belong to the user, and the group, that the manifest names. */
export const wrongOwner: ServiceRule = {
  name: 'wrong-owner',
  types: ['wrong_owner'],
  when: 'full_audit',
  judgeService: (situation, service) => ({
    deviations: filesSeen(situation, service).flatMap(({ file, container, engine, fact }) => {
      const wrong = file.owner !== undefined && ownedBy(fact, file.owner) === 'no';
      return wrong
        ? [deviationOf(service, { path: file.path, container, engine, expected: file.owner ?? '', fact })]
        : [];
    }),
  }),
};

type Wrong = { path: string; container: Place; engine: Engine | null; expected: string; fact: FileFact };

function deviationOf(service: Service, { path, container, engine, expected, fact }: Wrong): ServiceDeviation {
  const owner = quotable(fact.owner ?? String(fact.uid), 60);
  const group = quotable(fact.group ?? String(fact.gid), 60);
  const actual = expected.includes(':') ? `${owner}:${group}` : owner;
  // An owner in the manifest holds no space and no control character.
  const command = /^[\w.@+-]+(?::[\w.@+-]+)?$/.test(expected) ? `chown ${expected}` : null;
  return {
    type: 'wrong_owner',
    property: keyOf(path, container),
    summary: `${place(service)}: ${pathText(path, container)} belongs to ${actual}, the manifest says ${quotable(expected, 120)}.${command === null ? '' : runAdvice(command, path, { container, engine })}`,
    expected: quotable(expected, 120),
    actual,
    evidence: { path: pathText(path), mode: fact.mode, owner, group },
  };
}
