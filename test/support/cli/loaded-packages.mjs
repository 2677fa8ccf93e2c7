// node --import THIS: writes the packages that the program has loaded, a line each, to the file that LOADED_PACKAGES names.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const seen = new Set();
registerHooks({
  load(url, context, next) {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
    if (name !== undefined && !seen.has(name)) appendFileSync(process.env.LOADED_PACKAGES, `${name}\n`);
    seen.add(name);
    return next(url, context);
  },
});
