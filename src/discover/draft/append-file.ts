import { randomBytes } from 'node:crypto';
import { open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { readManifest } from '../../inventory/load.ts';
import { oneLine, problemsError } from '../../inventory/text/problem.ts';
import { UserError } from '../../text/user-error.ts';
import { appendJson } from './append-json.ts';
import { appendYaml } from './append-yaml.ts';
import type { DraftToAppend } from './append-json.ts';
import { codeOf } from '../../text/error-code.ts';

/**
 * Adds the draft to a manifest file atomically: readers see the old file or the new one, never a part.
 * @throws UserError if the result would not be a valid manifest, or the file has changed since `text` was read
 */
export async function appendToFile(path: string, text: string, append: DraftToAppend): Promise<void> {
  const json = isJson(path);
  const written = json ? appendJson(text, append) : appendYaml(text, append);
  // If the name is a link, its target is replaced and the link stays.
  const target = await realpath(path);
  const { mode, uid, gid } = await stat(target);
  const draft = join(
    dirname(target),
    `.${basename(target)}.${randomBytes(6).toString('hex')}${json ? '.json' : '.yaml'}`,
  );
  try {
    const file = await open(draft, 'wx', mode & 0o777);
    try {
      await file.writeFile(written);
      await file.chmod(mode & 0o777);
      const own = await file.stat();
      if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid);
      await file.sync();
    } finally {
      await file.close();
    }
    const reading = await readManifest(draft);
    if (reading.problems !== null)
      throw problemsError(
        `${path} was not changed: with the additions it would be invalid`,
        reading.problems,
      );
    if ((await readFile(target, 'utf8')) !== text)
      throw new UserError(
        `${oneLine(path)} was changed meanwhile, so nothing was written: run discover again`,
      );
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    const code = codeOf(error);
    if (error instanceof UserError || code === null) throw error;
    throw new UserError(`${oneLine(path)} cannot be written (${code}); it was not changed`);
  }
}

/**
 * Writes the first draft into a manifest file. `found`: its current text, null if there is none yet.
 * @throws UserError if it cannot be written
 */
export async function writeFirst(path: string, found: string | null, draft: string): Promise<void> {
  try {
    await writeFile(path, draft, { flag: found === null ? 'wx' : 'w' });
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    throw new UserError(`${oneLine(path)} cannot be written (${code}): is its folder there?`);
  }
}

export function isJson(path: string): boolean {
  return extname(path).toLowerCase() === '.json';
}
