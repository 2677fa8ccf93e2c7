import { lineOf, oneLine } from '../../inventory/text/problem.ts';
import type { Check } from '../check.ts';
import { broken, ok, warning } from '../result.ts';

/** The manifest loads; its notes are shown. */
export const manifest: Check = {
  name: 'manifest',
  async examine({ manifest }) {
    const file = oneLine(manifest.path);
    if (manifest.problems !== null) {
      const cure = `Correct ${file}; driftwatch check reads it again.`;
      return manifest.problems.map((problem) => broken(file, lineOf(problem), cure));
    }
    const { machines, services } = manifest.manifest;
    return [
      ok(file, `machines: ${machines.length}, services: ${services.length}`),
      ...manifest.notes.map((note) => warning(file, note, `Change it in ${file} if that is not intended.`)),
    ];
  },
};
