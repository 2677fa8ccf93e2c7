import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'rolldown';
import { z } from 'zod';

const Package = z.object({ version: z.string(), dependencies: z.record(z.string(), z.string()).optional() });
const NESTED = /^(?<folder>.*\/node_modules\/.*\/node_modules\/(?<name>(?:@[^/]+\/)?[^/]+))(?<rest>\/.*)$/;

/** folder of the first copy, by name and version */
const copies = new Map<string, string>();

/**
 * npm puts a package below each one that wants another version than the top one. Equal copies are bundled, and loaded, once,
 * unless they have dependencies, which may differ.
 */
export const sharedPackages: Plugin = {
  name: 'shared-packages',
  async resolveId(source, importer, options) {
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    const { folder, name, rest } = NESTED.exec(found?.id ?? '')?.groups ?? {};
    if (!found || folder === undefined || rest === undefined) return found;
    const text = readFileSync(join(folder, 'package.json'), 'utf8');
    const { version, dependencies = {} } = Package.parse(JSON.parse(text));
    if (Object.keys(dependencies).length > 0) return found;
    const first = copies.get(`${name}@${version}`) ?? folder;
    copies.set(`${name}@${version}`, first);
    return { ...found, id: `${first}${rest}` };
  },
};
