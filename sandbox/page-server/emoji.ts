import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emojiFile, EMOJI } from '../page/text/emoji-name.ts';

const root = join(import.meta.dirname, '../..');
/** Where texts of messages are written. What people type besides is shown in the reader's own font. */
const SPOKEN = ['commands', 'embeds', 'sandbox', 'src'];

/** The emoji in our own texts. */
export async function usedEmoji(): Promise<string[]> {
  const found = await Promise.all(SPOKEN.map((folder) => emojiBelow(join(root, folder))));
  return [...new Set(found.flat())].toSorted();
}

async function emojiBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sources = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
  const texts = await Promise.all(
    sources.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
  );
  return texts.flatMap((text) => text.match(EMOJI) ?? []);
}

export type Picture = { path: string; bytes: Buffer };

/** Their pictures, as Discord draws them: file name -> SVG. An emoji that the set does not have is left out. */
export async function emojiPictures(emoji: readonly string[]): Promise<Map<string, Picture>> {
  const folder = fileURLToPath(new URL('svg/', import.meta.resolve('@discordapp/twemoji')));
  const known = new Set(await readdir(folder));
  const names = emoji.map(emojiFile).filter((name) => known.has(name));
  const pictures = names.map(async (name) => {
    const path = join(folder, name);
    return [name, { path, bytes: await readFile(path) }] as const;
  });
  return new Map(await Promise.all(pictures));
}
