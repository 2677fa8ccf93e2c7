import { z } from 'zod';
import { ManifestFile } from '../inventory/manifest-file.ts';

/** Prints the manifest's JSON Schema (draft 2020-12) for editors. @returns the exit code */
export function runSchema(write: (text: string) => void): 0 {
  const { $schema, ...schema } = z.toJSONSchema(ManifestFile, { io: 'input', override: withPlainPattern });
  const head = {
    $schema,
    $id: 'urn:driftwatch:manifest',
    title: 'Driftwatch manifest',
    description: 'Every machine and service of a fleet, and what should be true of it.',
  };
  write(`${JSON.stringify({ ...head, ...schema }, null, 2)}\n`);
  return 0;
}

/** Not every editor reads patterns in Unicode mode, without which `\p{Cc}` does not mean control characters. */
function withPlainPattern({ jsonSchema }: { jsonSchema: { pattern?: string } }): void {
  if (jsonSchema.pattern === undefined) return;
  jsonSchema.pattern = jsonSchema.pattern.replaceAll(
    String.raw`\p{Cc}`,
    String.raw`\u0000-\u001f\u007f-\u009f`,
  );
}
