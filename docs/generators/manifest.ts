import { stringify } from 'yaml';
import { z } from 'zod';
import { MachineEntry, ServiceEntry } from '../../src/inventory/entries.ts';
import { Policy } from '../../src/inventory/policy-entry.ts';
import { machineExample, policyExample, serviceExample } from './examples.ts';
import { valueType } from './value-types.ts';

type Section = { title: string; entry: z.ZodObject; example: Record<string, unknown> };

const [file] = serviceExample.files;
const [window] = serviceExample.maintenance;

/** The objects that a manifest is made of, in reading order; those of a service are found by their place in it. */
const sections: Section[] = [
  { title: 'A service', entry: ServiceEntry, example: serviceExample },
  { title: 'health', entry: inside('health'), example: serviceExample.health },
  { title: 'image', entry: inside('image'), example: serviceExample.image },
  { title: 'files', entry: inside('files'), example: { ...file } },
  { title: 'maintenance', entry: inside('maintenance'), example: { ...window } },
  { title: 'A machine', entry: MachineEntry, example: machineExample },
  { title: 'policy', entry: Policy, example: policyExample },
];

/** docs/manifest.md below its introduction: a table for each object of the schema. */
export function manifestReference(): string {
  return sections.map((section) => `## ${section.title}\n\n${table(section)}`).join('\n');
}

function table({ entry, example }: Section): string {
  const rows = Object.entries(entry.shape).map(([name, schema]) => {
    if (!(schema instanceof z.ZodType)) throw new Error(`${name} is no schema of zod's classic API`);
    const { meaning, fallback } = described(name, schema);
    const value = schema instanceof z.ZodOptional ? fallback : '**required**';
    return [`\`${name}\``, valueType(schema, linkTo), value, meaning, shown(example[name])];
  });
  const head = ['field', 'type', 'default', 'meaning', 'example'];
  return [head, head.map(() => '---'), ...rows].map(line).join('');
}

function line(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
}

/** The schema's own words, with the sentence on the default in a column of its own. */
function described(name: string, schema: z.ZodType): { meaning: string; fallback: string } {
  const text = schema.description;
  if (text === undefined) throw new Error(`${name} has no description in src/inventory/entries.ts`);
  const fallback = /Default: (.+?)\.(?= |$)/.exec(text);
  return { meaning: text.replace(fallback?.[0] ?? '', '').trim(), fallback: fallback?.[1] ?? '' };
}

function linkTo(entry: z.ZodObject): string | null {
  const known = sections.find((section) => section.entry === entry);
  return known ? `[${known.title}](#${known.title.toLowerCase().replaceAll(' ', '-')})` : null;
}

function shown(value: unknown): string {
  const flow = stringify(value, {
    collectionStyle: 'flow',
    lineWidth: 0,
    flowCollectionPadding: true,
  }).trim();
  return flow.length > 70 ? `\`${flow.slice(0, 60)}…\`` : `\`${flow}\``;
}

/** The object that a field of a service holds, alone or as a list. */
function inside(field: 'health' | 'image' | 'files' | 'maintenance'): z.ZodObject {
  const held = ServiceEntry.shape[field].unwrap();
  return held instanceof z.ZodArray ? held.element : held;
}
