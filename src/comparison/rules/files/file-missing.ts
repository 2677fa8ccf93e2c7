import { fileReadings, keyOf, pathText } from '../../readings/files/file-reading.ts';
import type { ServiceRule } from '../../rule.ts';
import { advised, place } from '../../sentences.ts';

/** The files of the manifest exist. A file hidden in an unreadable folder is unseen, not missing. */
export const fileMissing: ServiceRule = {
  name: 'file-missing',
  types: ['file_missing'],
  when: 'full_audit',
  judgeService: (situation, service) => ({
    deviations: fileReadings(situation, service).flatMap(({ file, container, seen }) => {
      if (!seen.ok || seen.value !== null) return [];
      const path = pathText(file.path, container);
      return [
        {
          type: 'file_missing' as const,
          property: keyOf(file.path, container),
          ...advised(
            `${place(service)}: ${path} does not exist, or is a broken link.`,
            'Restore it, or remove it from the manifest.',
          ),
          expected: path,
          actual: null,
          evidence: { path },
        },
      ];
    }),
  }),
};
