import { Document, Pair, Scalar, YAMLMap, YAMLSeq, isScalar } from 'yaml';
import { quotable } from '../../text/observed-text.ts';
import { machineEntry } from './draft-entry.ts';
import type { Draft, DraftMachine, DraftService } from './draft-entry.ts';

// Comments hold single lines only (observed-text.ts): a second line of one would be YAML.

/** The draft as YAML, with its remarks as comments. `head`: lines above it. */
export function draftYaml(draft: Draft, head: readonly string[]): string {
  const root = new YAMLMap();
  const services = new YAMLSeq();
  for (const service of draft.services) services.add(serviceNode(service));
  for (const item of services.items.slice(1)) if (item instanceof YAMLMap) item.spaceBefore = true;
  const machines = new YAMLMap();
  machines.add(machinePair(draft.machine));
  root.add(new Pair(new Scalar('machines'), machines));
  const key = new Scalar('services');
  key.spaceBefore = true;
  root.add(new Pair(key, services));
  const document = new Document(root);
  document.commentBefore = commentOf(head);
  if (draft.left.length > 0) document.comment = commentOf(leftLines(draft));
  return document.toString({ lineWidth: 0 });
}

export function leftLines({ left, machine }: Pick<Draft, 'left' | 'machine'>): string[] {
  return left.length === 0
    ? []
    : [`Left out on ${quotable(machine.name, 100)}:`, ...left.map((line) => `  ${line}`)];
}

export function machinePair(machine: DraftMachine): Pair {
  const entry = new YAMLMap();
  for (const [key, value] of Object.entries(machineEntry(machine))) entry.add(pairOf(key, value));
  entry.flow = true;
  return new Pair(new Scalar(machine.name), entry);
}

export function serviceNode({ above, lines, below }: DraftService): YAMLMap {
  const entry = new YAMLMap();
  for (const { field, value, remark } of lines) {
    const pair = pairOf(field, value);
    if (remark !== undefined) attach(pair, remark);
    entry.add(pair);
  }
  if (above.length > 0) entry.commentBefore = commentOf(above);
  if (below.length > 0) entry.comment = commentOf(below);
  return entry;
}

function attach(pair: Pair, remark: string): void {
  const { value } = pair;
  if (isScalar(value)) value.comment = ` ${remark}`;
  // after a collection it would be one line too low
  else if (isScalar(pair.key)) pair.key.commentBefore = ` ${remark}`;
}

function pairOf(key: string, value: unknown): Pair {
  return new Pair(new Scalar(key), nodeOf(value));
}

function nodeOf(value: unknown): YAMLMap | YAMLSeq | Scalar {
  if (Array.isArray(value)) {
    const list = new YAMLSeq();
    for (const item of value) list.add(nodeOf(item));
    list.flow = true;
    return list;
  }
  if (typeof value !== 'object' || value === null) return new Scalar(value);
  const map = new YAMLMap();
  for (const [key, member] of Object.entries(value)) map.add(pairOf(key, member));
  return map;
}

function commentOf(lines: readonly string[]): string {
  return lines.map((line) => ` ${line}`).join('\n');
}
