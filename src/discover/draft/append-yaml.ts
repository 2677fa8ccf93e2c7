import { isDeepStrictEqual } from 'node:util';
import { Document, Pair, Scalar, YAMLMap, YAMLSeq, isScalar, parseDocument } from 'yaml';
import type { Node } from 'yaml';
import { UserError } from '../../text/user-error.ts';
import { withDraft } from './append-json.ts';
import type { DraftToAppend } from './append-json.ts';
import { machinePair, serviceNode } from './draft-yaml.ts';
import { afterItems, beforeKey, insertInto } from './yaml-splice.ts';

/**
 * A YAML manifest with the draft's entries at the end of its lists. In plain blocks, only lines are inserted; lists in
 * brackets are rewritten, with their comments.
 * @throws UserError if the result would not equal the old value plus the additions
 */
export function appendYaml(text: string, append: DraftToAppend): string {
  const wanted = withDraft(valueOf(text), append);
  for (const attempt of [spliced, rewritten]) {
    const written = attempt(text, append);
    if (written !== null && isDeepStrictEqual(valueOf(written), wanted)) return written;
  }
  throw new UserError('the lists of the manifest are not plain lists: add the draft by hand');
}

const parsing = { merge: true, uniqueKeys: false, logLevel: 'error', keepSourceTokens: true } as const;

function valueOf(text: string): unknown {
  const document = parseDocument(text, parsing);
  return document.errors.length > 0 ? null : document.toJS({ maxAliasCount: -1 });
}

function spliced(text: string, { draft, machineIsThere }: DraftToAppend): string | null {
  const root = parseDocument(text, parsing).contents;
  if (!(root instanceof YAMLMap) || root.flow === true) return null;
  const services = root.get('services', true);
  if (!(services instanceof YAMLSeq)) return null;
  const items = draft.services.map((each) => Object.assign(serviceNode(each), { spaceBefore: true }));
  const added = `\n${new Document(Object.assign(new YAMLSeq(), { items })).toString({ lineWidth: 0 }).replace(/^\n+/, '')}`;
  const places = [{ at: afterItems(text, services), added }];
  if (!machineIsThere) {
    const machines = root.get('machines', true);
    const line = new Document(Object.assign(new YAMLMap(), { items: [machinePair(draft.machine)] })).toString(
      { lineWidth: 0 },
    );
    if (machines instanceof YAMLMap) places.unshift({ at: afterItems(text, machines), added: line });
    else if (machines === undefined)
      places.unshift({ at: beforeKey(text, root, 'services'), added: `machines:\n  ${line}\n` });
    else return null;
  }
  return insertInto(text, places);
}

function rewritten(text: string, { draft, machineIsThere }: DraftToAppend): string | null {
  const document = parseDocument<Node, false>(text, parsing);
  const root = document.contents;
  const services = root instanceof YAMLMap ? root.get('services', true) : null;
  if (!(root instanceof YAMLMap) || !(services instanceof YAMLSeq)) return null;
  for (const each of draft.services) {
    const node = serviceNode(each);
    // A list in brackets has no room for comments.
    if (services.flow === true) for (const part of commented(node)) Object.assign(part, bare);
    services.add(node);
  }
  if (!machineIsThere) {
    const machines = root.get('machines', true);
    if (machines instanceof YAMLMap) machines.add(machinePair(draft.machine));
    else {
      const added = new YAMLMap();
      added.add(machinePair(draft.machine));
      root.items = root.items.filter(({ key }) => !(isScalar(key) && key.value === 'machines'));
      root.items.unshift(new Pair(new Scalar('machines'), added));
    }
  }
  return document.toString({ lineWidth: 0 });
}

const bare = { comment: null, commentBefore: null };

function commented(node: YAMLMap): object[] {
  const parts = node.items.flatMap(({ key, value }) => [key, value]);
  return [node, ...parts.filter((part) => typeof part === 'object' && part !== null)];
}
