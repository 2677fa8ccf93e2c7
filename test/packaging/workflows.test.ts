import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it.each(globSync('.github/workflows/*.yaml').map((path) => [path, readFileSync(path, 'utf8')]))(
  '%s makes the package before the image that holds it',
  (_path, text) => {
    const [before = '', ...after] = text?.split('docker build') ?? [];
    expect(after.length === 0 || before.includes('npm pack')).toBe(true);
  },
);
